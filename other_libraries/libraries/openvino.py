# /// script
# dependencies = ["openvino==2026.4.1", "onnx==1.23.2", "numpy==2.4.6"]
# ///
"""OpenVINO, which reads ONNX models."""

import openvino

from other_libraries.answering import report
from other_libraries.libraries._onnx import Onnx

CORE = openvino.Core()
AS_SAID = {"INFERENCE_NUM_THREADS": 1, "INFERENCE_PRECISION_HINT": "f32"}  # else some processors round to bfloat16


def by_openvino(model, x):
    compiled = CORE.compile_model(CORE.read_model(model.SerializeToString()), "CPU", AS_SAID)
    return list(compiled([x]).values())


if __name__ == "__main__":
    version = openvino.__version__.partition("-")[0]
    report(openvino=("OpenVINO, from ONNX", f"openvino {version}", Onnx(by_openvino)))
