# /// script
# dependencies = ["onnx==1.23.2", "onnxruntime==1.32.0", "numpy==2.4.6"]
# ///
"""ONNX Runtime, and the reference evaluator of the onnx package."""

import onnx
import onnxruntime
from onnx.reference import ReferenceEvaluator

from other_libraries.answering import report
from other_libraries.libraries._onnx import Pools, Reference, Variant


def by_runtime(model, x):
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return session.run(None, {"x": x})


def by_reference(model, x):
    return ReferenceEvaluator(model).run(None, {"x": x})


if __name__ == "__main__":
    runtimes, onnxs = f"onnxruntime {onnxruntime.__version__}", f"onnx {onnx.__version__}"
    lower = Variant(by_runtime, transpose={"how": "SAME_LOWER"})
    corners = {"coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}
    report(
        ort=("ONNX Runtime", runtimes, Pools(by_runtime)),
        ort_lower=("ONNX Runtime, SAME_LOWER", runtimes, lower),
        ort_exported=("ONNX Runtime, asymmetric, floor", runtimes, Variant(by_runtime, nearest=corners)),
        onnx=("ONNX reference", onnxs, Reference(by_reference)),
    )
