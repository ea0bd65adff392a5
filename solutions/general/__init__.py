"""The general operations: every dimension and argument that torch has, in NumPy. Names and defaults are torch's.

`solutions` exports them. Of a family for signals, images and volumes, the one for images has the full docstring.

Values, shapes, kinds and refusals are those of `torch.nn.functional` on a CPU; whatever torch refuses raises a
`ValueError`. Where torch does not agree with itself, ours is the same everywhere:

- The last bits of a sum, and the sign of a sum that is 0, depend on the order in which it is added up.
- An array without axes passes for a number in some of torch's arguments, and not in others. Here it never does.
- Some operations of torch keep sizes in 32 bits and refuse larger ones. Here all of them have room for 63 bits.
- What adds up takes float32 and float64 only; torch has some operations for float16 and whole numbers too. `pad` and
  the pixel shuffles take any kind of number.

What concerns one operation stands in the notes of its docstring.
"""
