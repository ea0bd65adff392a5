"""The runner's side of grading: the only code of ours that shares a process with a student's.

It needs Python, NumPy and IPython, and imports nothing else of the course: inside the sandbox nothing else is there.
"""
