#!/usr/bin/env bash
# A dilated AveragePool with auto_pad="SAME_UPPER": three answers from onnxruntime, onnx's reference and OpenVINO.
source "$(dirname "$0")/_fresh.bash"
fresh onnx==1.23.2 onnxruntime==1.32.0 openvino==2026.4.1 numpy==2.4.6
python - <<'PY'
import numpy as np
import onnx
import onnxruntime
import openvino
from onnx.reference import ReferenceEvaluator

model = onnx.parser.parse_model("""
    <ir_version: 9, opset_import: ["": 19]>
    pool (float[1, 1, 7] x) => (float[1, 1, n] y) {
        y = AveragePool <kernel_shape = [2], strides = [3], dilations = [2], auto_pad = "SAME_UPPER"> (x)
    }""")
onnx.checker.check_model(model, full_check=True)
inferred = onnx.shape_inference.infer_shapes(model).graph.output[0].type.tensor_type.shape.dim[2].dim_value

options = onnxruntime.SessionOptions()
options.log_severity_level = 3
session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
compiled = openvino.Core().compile_model(openvino.Core().read_model(model.SerializeToString()), "CPU")
squares = np.arange(1, 8, dtype=np.float32).reshape(1, 1, 7) ** 2
answers = {
    f"onnxruntime {onnxruntime.__version__}": session.run(None, {"x": squares})[0],
    f"onnx {onnx.__version__} reference": ReferenceEvaluator(model).run(None, {"x": squares})[0],
    f"OpenVINO {openvino.__version__[:8]}": compiled([squares])[0],
}
print("AveragePool, kernel 2, dilation 2, stride 3, SAME_UPPER, on 1 4 9 16 25 36 49")
print("expected: ceil(7 / 3) =", inferred, "numbers, as onnx's shape inference says;")
print("          with one place of padding at each end: 4 17 36")
for name, answer in answers.items():
    print("seen:    ", answer.ravel(), "in", name)
assert inferred == 3
assert [answer.ravel().tolist() for answer in answers.values()] == [[5, 26], [5, 26, 0], [4, 17, 36]]
PY
