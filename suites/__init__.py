"""Test suites that nobody here wrote, tried on the general operations: `python -m suites` prints how they fare.

torch brings its own tests along: samples and faulty arguments for every function, and its layers with inputs. Each call
of theirs that `solutions` can express is made twice, once by torch and once by ours. ONNX's node tests come with the
results that are wanted.
"""
