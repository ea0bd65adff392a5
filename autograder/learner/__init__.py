"""The learner's side: `check`, progress, the workspace, and packing a notebook to hand it in.

`check.py` is for a notebook, `check_notebook.py` with `run_notebook.py` for the terminal; both add `hints.py` and write
to `progress_store.py`, which `overview.py` and `progress_page.py` show. `starting.py`, `merging.py` and `workspace.py`
make a workspace and bring a newer course in; `preflight.py` (with `not_when_graded.py`) and `packing.py` look at a
notebook before it is handed in.
"""
