"""The instructor's half: a class is collected, graded in the sandbox, reported on and exported."""
