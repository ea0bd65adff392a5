"""The judge: run an answer on the cases, compare with the oracle, look for a known mistake, say the one cause.

`judge.py` is the way through. What is right, `oracle.py` says, from torch or from what was recorded of it
(`recorded.py`); how a result differs, `compare.py`; what it may not use, `forbidden.py`. Why it differs is looked for
in `diagnose.py` (what explains every case) and `pattern.py` (what the failing cases have in common). `cause.py` puts
one sentence of all that at the top, with `cures.py` and `cures_of_arrays.py` for the complaints of Python and NumPy,
`shapes.py` for shapes and `parameters.py` for how a function is called. What it says it says in the language that is
spoken; the names of mistakes and cases are kept in English, and translated where they are put into a sentence.
"""
