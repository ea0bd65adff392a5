#!/usr/bin/env bash
# OpenVINO takes no notice of ONNX Resize's keep_aspect_ratio_policy: the shape is another one, and nothing is said.
source "$(dirname "$0")/_fresh.bash"
fresh onnx==1.23.2 onnxruntime==1.32.0 openvino==2026.4.1 numpy==2.4.6
python - <<'PY'
import numpy as np
import onnx
import onnxruntime
import openvino

picture = np.arange(16, dtype=np.float32).reshape(1, 1, 2, 8)
print("onnxruntime", onnxruntime.__version__, "and OpenVINO", openvino.__version__[:8])
print("Resize a picture of 2 x 8 pixels, with sizes 4 x 8")
for policy, height, width in (("not_larger", 2, 8), ("not_smaller", 4, 16)):
    model = onnx.parser.parse_model(f"""
        <ir_version: 9, opset_import: ["": 19]>
        resize (float[1, 1, 2, 8] x) => (float[1, 1, height, width] y) <int64[2] sizes = {{4, 8}}> {{
            y = Resize <mode = "linear", axes = [2, 3], keep_aspect_ratio_policy = "{policy}"> (x, , , sizes)
        }}""")
    onnx.checker.check_model(model, full_check=True)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    compiled = openvino.Core().compile_model(openvino.Core().read_model(model.SerializeToString()), "CPU")
    wanted = session.run(None, {"x": picture})[0].shape
    seen = compiled([picture])[0].shape
    print(f"expected: {policy}: {height} x {width}; onnxruntime says {wanted}")
    print("seen:     OpenVINO says", seen)
    assert wanted == (1, 1, height, width) and seen == (1, 1, 4, 8)
PY
