"""The commands for learners, a file each.

start     make a workspace, or complete it, and open it
check     check a notebook without Jupyter
progress  show which exercises are done
submit    look a notebook over, check it, and pack it
"""
