#!/usr/bin/env bash
# onnx's own version converter changes what a Resize or Upsample computes when it takes it from opset 10 to 11.
source "$(dirname "$0")/_fresh.bash"
fresh onnx==1.23.2 onnxruntime==1.32.0 numpy==2.4.6
python - <<'PY'
import numpy as np
import onnx
import onnxruntime
from onnx.version_converter import convert_version


def run(model):
    onnx.checker.check_model(model)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {"x": np.array([[[[1, 2, 3, 4]]]], np.float32)})[0].ravel().tolist()


print("onnx", onnx.__version__, "version_converter, run in onnxruntime", onnxruntime.__version__)
for operator, opset in (("Upsample", 9), ("Resize", 10)):
    before = onnx.parser.parse_model(f"""
        <ir_version: 8, opset_import: ["": {opset}]>
        enlarge (float[1, 1, 1, 4] x) => (float[1, 1, 1, 8] y) <float[4] scales = {{1, 1, 1, 2}}> {{
            y = {operator} <mode = "linear"> (x, scales)
        }}""")
    after = convert_version(before, 18)
    print(f"expected: {operator} of opset {opset}, linear, 4 pixels to 8, as before:", run(before))
    print("seen:     after convert_version to 18:", run(after))
    assert run(before) == [1, 1.5, 2, 2.5, 3, 3.5, 4, 4]
    assert run(after) == [1, 1.25, 1.75, 2.25, 2.75, 3.25, 3.75, 4]
PY
