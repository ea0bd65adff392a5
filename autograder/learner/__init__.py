"""The learner's side: check answers, keep progress, make and update a workspace, pack a notebook to hand it in.

In a notebook
check            `check` and `example`
hints            the hints that open after several failures
last_cell        whether the last cell failed, so that an older function is checked than is meant

In the terminal
check_notebook   check a whole notebook, in a process of its own
run_notebook     that process: run the cells in order, and check the exercises
notebook_result  the result of a checked notebook, as data

Progress
progress         the status of every exercise, as data
progress_store   read and write it in the workspace
overview         the chapters with the status of their exercises
progress_page    the page that shows it, with `progress.css`

The workspace
installation     the installed package: version, released notebooks, addresses
workspace        the folder with the notebooks, and the course's own files in it
starting         make a workspace, complete one, bring one up to date; its README is `workspace_readme.md`
merging          bring one notebook up to date, and keep what the learner wrote

Handing in
preflight        list what is wrong with a notebook
not_when_graded  find what a notebook imports and grading does not have
packing          put a notebook into a zip
"""
