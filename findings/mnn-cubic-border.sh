#!/usr/bin/env bash
# MNN spoils the first row and the first column of what it enlarges bicubically; all the others are right.
source "$(dirname "$0")/_fresh.bash"
fresh mnn==3.6.1 onnx==1.23.2 onnxruntime==1.32.0 numpy==2.4.6
python - <<'PY'
import subprocess
import sys
from importlib.metadata import version

import MNN
import numpy as np
import onnx
import onnxruntime

ramp = np.tile(np.arange(1, 7, dtype=np.float32), (6, 1))
# This is what mnnconvert calls. That command would also install a package by pip, to report over the network.
convert = "import _tools; _tools.mnnconvert('convert -f ONNX --modelFile m.onnx --MNNModel m.mnn --bizCode x'.split())"


def both(height, width):
    model = onnx.parser.parse_model(f"""
        <ir_version: 8, opset_import: ["": 13]>
        enlarge (float[1, 1, 6, 6] x) => (float[1, 1, {height}, {width}] y) <int64[4] sizes = {{1, 1, {height}, {width}}}> {{
            y = Resize <mode = "cubic", coordinate_transformation_mode = "half_pixel"> (x, , , sizes)
        }}""")
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, "m.onnx")
    subprocess.run([sys.executable, "-c", convert], check=True, capture_output=True)
    picture = ramp if width > 6 else ramp.T
    network = MNN.nn.load_module_from_file("m.mnn", ["x"], ["y"])
    seen = network.forward(MNN.expr.const(picture.ravel().tolist(), [1, 1, 6, 6], MNN.expr.NCHW))
    seen = np.array(MNN.expr.convert(seen, MNN.expr.NCHW).read()).reshape(height, width)
    session = onnxruntime.InferenceSession("m.onnx", providers=["CPUExecutionProvider"])
    wanted = session.run(None, {"x": picture[None, None]})[0][0, 0]
    return (wanted[0], seen[0]) if width > 6 else (wanted[:, 0], seen[:, 0])


print("MNN", version("mnn"), "and onnxruntime", onnxruntime.__version__, "Resize, cubic, of 1 2 3 4 5 6")
for height, width, first in ((6, 12, 1.668), (12, 6, 1.668), (6, 9, 1.77), (6, 18, 1.574)):
    wanted, seen = both(height, width)
    print(f"expected: {max(height, width)} numbers", "along a row:  " if width > 6 else "down a column:", wanted[:5].round(3))
    print("seen:                              ", seen[:5].round(3))
    assert np.allclose(seen[1:], wanted[1:], atol=1e-4)
    assert wanted[0] < 0.92 and abs(seen[0] - first) < 1e-3
PY
