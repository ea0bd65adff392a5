"""Make the source notebooks from `exercises/` and `solutions/`, and try all known mistakes.

notebooks    build the notebooks that nbgrader releases from
answers      read signatures, docstrings and bodies from the reference module
kill_matrix  try every mistake on every case: is it caught, and called by its name?
"""
