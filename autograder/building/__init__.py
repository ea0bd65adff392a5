"""From `exercises/` and `solutions/` to the source notebooks, and the matrix of all mistakes."""
