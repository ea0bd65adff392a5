#!/usr/bin/env bash
# onnxoptimizer's default passes move a Pad of zeros into the pool after it: maxima change, and with ceil_mode the shape.
source "$(dirname "$0")/_fresh.bash"
fresh onnxoptimizer==0.4.2 onnxsim==0.8.1 onnx==1.23.2 onnxruntime==1.32.0 numpy==2.4.6
python - <<'PY'
from importlib.metadata import version

import numpy as np
import onnx
import onnxoptimizer
import onnxruntime
import onnxsim


def padded(pool):
    model = onnx.parser.parse_model(f"""
        <ir_version: 9, opset_import: ["": 19]>
        padded (float[1, 1, 3, 3] x) => (float[1, 1, height, width] y) <int64[8] amounts = {{0, 0, 1, 1, 0, 0, 1, 1}}> {{
            wider = Pad (x, amounts)
            y = {pool} (wider)
        }}""")
    onnx.checker.check_model(model, full_check=True)
    return model


def run(model):
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return session.run(None, {"x": -np.arange(1, 10, dtype=np.float32).reshape(1, 1, 3, 3)})[0][0, 0]


print("onnxoptimizer", version("onnxoptimizer"), "optimize(model), default passes; input -1 to -9, one zero all round")
largest = padded("MaxPool <kernel_shape = [2, 2]>")
seen = run(onnxoptimizer.optimize(largest))
print("expected: MaxPool, first row", run(largest)[0])
print("seen:     MaxPool, first row", seen[0])
assert (run(largest)[0] == 0).all() and seen[0].tolist() == [-1, -1, -2, -3]

mean = padded("AveragePool <kernel_shape = [2, 2], strides = [2, 2], ceil_mode = 1, count_include_pad = 1>")
print("expected: AveragePool with ceil_mode, shape", run(mean).shape)
assert run(mean).shape == (3, 3)
simplified = onnxsim.simplify(mean)[0]
for name, after in (("onnxoptimizer", onnxoptimizer.optimize(mean)), ("onnxsim " + version("onnxsim"), simplified)):
    print("seen:     AveragePool with ceil_mode, shape", run(after).shape, "after", name)
    assert run(after).shape == (2, 2)
PY
