"""What other libraries make of the same layer: `make other-libraries` asks each, and writes `measured.json`.

`questions.py` and `grids.py` say what is asked: inputs and settings. Each file of `libraries/` puts the questions to
one library, in an environment of its own. `measured.json` has the answers, and the book shows them.
"""
