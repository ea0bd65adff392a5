# /// script
# dependencies = ["onnx==1.23.2", "numpy==2.4.6"]
# ///
"""ONNX's node tests, as the pinned onnx package makes them: run in an environment of its own, which has no torch."""

import json
from collections import Counter

import numpy as np

from suites.onnx_operators import OPERATORS, Inexpressible, outputs

ERROR = 1e-4  # of the largest output, for float32: half of what ONNX's own runner allows


def cases():
    """Every node test of an operator that is said with `solutions`: (name, node, inputs, outputs)."""
    from onnx.backend.test.case.node import collect_testcases

    for case in collect_testcases(None):
        nodes = case.model.graph.node
        if len(nodes) == 1 and nodes[0].op_type in OPERATORS:
            for given, wanted in case.data_sets:
                yield case.name, nodes[0], given, wanted


def settings(node, given):
    """The inputs of a node with None for those left out, and its attributes."""
    from onnx import helper

    present = iter(given)
    inputs = [next(present) if name else None for name in node.input]
    attributes = {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}
    attributes = {key: value.decode() if isinstance(value, bytes) else value for key, value in attributes.items()}
    if node.op_type == "MaxPool" and len(node.output) > 1:
        attributes["places"] = True
    return inputs, attributes


def difference(made, wanted):
    """Say how the outputs differ from those that are wanted."""
    for got, array in zip(made, wanted, strict=True):
        if got.shape != array.shape or got.dtype != array.dtype:
            return f"wanted {array.dtype} {array.shape}, got {got.dtype} {got.shape}"
        off = float(np.abs(got.astype(float) - array).max(initial=0))
        if off > ERROR * max(1.0, float(np.abs(array).max(initial=0))):
            return f"off by {off:.1e}"
    return None


def main() -> None:
    tried, agreed, quirks, differences = 0, 0, Counter(), []
    for name, node, given, wanted in cases():
        tried += 1
        try:
            differs = difference(outputs(node.op_type, *settings(node, given)), wanted)
        except Inexpressible as reason:
            quirks[str(reason)] += 1
            continue
        agreed += differs is None
        differences += [f"{name}: {differs}"] if differs else []
    print(json.dumps({"tried": tried, "agreed": agreed, "quirks": quirks, "differences": differences}))


if __name__ == "__main__":
    main()
