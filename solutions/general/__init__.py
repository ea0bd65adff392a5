"""The general operations: every dimension and argument that torch has, in NumPy. Names and defaults are torch's.

`solutions` exports them. Of a family for signals, images and volumes, the one for images has the full docstring.
"""
