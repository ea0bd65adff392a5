#!/usr/bin/env bash
# OpenVINO cuts the wrong end of an ONNX ConvTranspose that has output_shape and SAME_UPPER: it is shifted by one pixel.
source "$(dirname "$0")/_fresh.bash"
fresh onnx==1.23.2 onnxruntime==1.32.0 openvino==2026.4.1 numpy==2.4.6
python - <<'PY'
import numpy as np
import onnx
import onnxruntime
import openvino
from onnx.reference import ReferenceEvaluator

x = np.array([[[1, 2, 3, 4]]], np.float32)
cut_at_end, cut_at_start = [1, 10, 102, 20, 203, 30, 304, 40], [10, 102, 20, 203, 30, 304, 40, 400]
print("ConvTranspose of 1 2 3 4 with the kernel 1 10 100, stride 2, SAME_UPPER, without and with output_shape = 8")
print("expected: the last of the nine numbers 1 10 102 20 203 30 304 40 400 is cut off in both")
for shape in ("", ", output_shape = [8]"):
    model = onnx.parser.parse_model(f"""
        <ir_version: 10, opset_import: ["": 22]>
        transposed (float[1, 1, 4] x) => (float[1, 1, 8] y) <float[1, 1, 3] w = {{1, 10, 100}}> {{
            y = ConvTranspose <strides = [2], auto_pad = "SAME_UPPER"{shape}> (x, w)
        }}""")
    onnx.checker.check_model(model, full_check=True)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    compiled = openvino.Core().compile_model(openvino.Core().read_model(model.SerializeToString()), "CPU")
    answers = {
        f"onnxruntime {onnxruntime.__version__}": session.run(None, {"x": x})[0],
        f"onnx {onnx.__version__} reference": ReferenceEvaluator(model).run(None, {"x": x})[0],
        f"OpenVINO {openvino.__version__[:8]}": compiled([x])[0],
    }
    for name, answer in answers.items():
        print("seen:    ", answer.ravel().astype(int).tolist(), "in", name, "" if shape else "without output_shape")
    wanted = [cut_at_end, cut_at_end, cut_at_start if shape else cut_at_end]
    assert [answer.ravel().tolist() for answer in answers.values()] == wanted
PY
