#!/usr/bin/env bash
# Softmax of an opset before 13 runs over all axes from `axis` on; onnx's reference and OpenVINO take that axis alone.
source "$(dirname "$0")/_fresh.bash"
fresh onnx==1.23.2 onnxruntime==1.32.0 openvino==2026.4.1 numpy==2.4.6
python - <<'PY'
import numpy as np
import onnx
import onnxruntime
import openvino
from onnx.reference import ReferenceEvaluator

model = onnx.parser.parse_model("""
    <ir_version: 6, opset_import: ["": 11]>
    softmax (float[1, 2, 1, 4] x) => (float[1, 2, 1, 4] y) {
        y = Softmax <axis = 1> (x)
    }""")
onnx.checker.check_model(model, full_check=True)
session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
compiled = openvino.Core().compile_model(openvino.Core().read_model(model.SerializeToString()), "CPU")
scores = np.zeros((1, 2, 1, 4), np.float32)
answers = {
    f"onnxruntime {onnxruntime.__version__}": session.run(None, {"x": scores})[0],
    f"onnx {onnx.__version__} reference": ReferenceEvaluator(model).run(None, {"x": scores})[0],
    f"OpenVINO {openvino.__version__[:8]}": compiled([scores])[0],
}
print("Softmax of opset 11, axis=1, on eight equal scores of shape (1, 2, 1, 4)")
print("expected: 1/8 each: before opset 13 the input is read as a matrix of 1 row and 2 * 1 * 4 columns")
for name, answer in answers.items():
    print("seen:    ", np.unique(answer), "in", name)
assert [np.unique(answer).tolist() for answer in answers.values()] == [[0.125], [0.5], [0.5]]
PY
