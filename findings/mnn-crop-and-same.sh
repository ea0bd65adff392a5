#!/usr/bin/env bash
# MNN cuts a negative Pad off the other end, and reads auto_pad="SAME_LOWER" as SAME_UPPER: right shapes, shifted.
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

# This is what mnnconvert calls. That command would also install a package by pip, to report over the network.
convert = "import _tools; _tools.mnnconvert('convert -f ONNX --modelFile m.onnx --MNNModel m.mnn --bizCode x'.split())"
operators = {
    "Pad by -1 and 0": ("Pad (x, amounts)", "int64[8] amounts = {0, 0, 0, -1, 0, 0, 0, 0}"),
    "Pad by -2 and -1": ("Pad (x, amounts)", "int64[8] amounts = {0, 0, 0, -2, 0, 0, 0, -1}"),
    "Pad by 0 and -1": ("Pad (x, amounts)", "int64[8] amounts = {0, 0, 0, 0, 0, 0, 0, -1}"),
    "Conv": ('Conv <auto_pad = "SAME_LOWER"> (x, w)', "float[1, 1, 1, 2] w = {1, 10}"),
    "MaxPool": ('MaxPool <kernel_shape = [1, 2], strides = [1, 1], auto_pad = "SAME_LOWER"> (x)', ""),
    "ConvTranspose": (
        'ConvTranspose <strides = [1, 2], auto_pad = "SAME_LOWER"> (x, w)',
        "float[1, 1, 1, 3] w = {1, 10, 100}",
    ),
}
seen = {}
print("MNN", version("mnn"), "and onnxruntime", onnxruntime.__version__, "on 1 2 3 4 5; SAME_LOWER in the last three")
for name, (operator, constant) in operators.items():
    model = onnx.parser.parse_model(f"""
        <ir_version: 8, opset_import: ["": 13]>
        one (float[1, 1, 1, 5] x) => (float[1, 1, 1, n] y) {constant and f"<{constant}>"} {{ y = {operator} }}""")
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, "m.onnx")
    subprocess.run([sys.executable, "-c", convert], check=True, capture_output=True)
    network = MNN.nn.load_module_from_file("m.mnn", ["x"], ["y"])
    answer = network.forward(MNN.expr.const([1.0, 2, 3, 4, 5], [1, 1, 1, 5], MNN.expr.NCHW))
    answer = np.array(MNN.expr.convert(answer, MNN.expr.NCHW).read()).ravel().astype(int)
    session = onnxruntime.InferenceSession("m.onnx", providers=["CPUExecutionProvider"])
    wanted = session.run(None, {"x": np.arange(1, 6, dtype=np.float32).reshape(1, 1, 1, 5)})[0].ravel().astype(int)
    print(f"expected: {name}:", wanted)
    print("seen:    ", " " * len(name), answer)
    seen[name] = wanted.tolist(), answer.tolist()
assert list(seen.values()) == [
    ([2, 3, 4, 5], [1, 2, 3, 4]),
    ([3, 4], [1, 2]),
    ([1, 2, 3, 4], [1, 2, 3, 4]),
    ([10, 21, 32, 43, 54], [21, 32, 43, 54, 5]),
    ([1, 2, 3, 4, 5], [2, 3, 4, 5, 5]),
    ([10, 102, 20, 203, 30, 304, 40, 405, 50, 500], [1, 10, 102, 20, 203, 30, 304, 40, 405, 50]),
]
PY
