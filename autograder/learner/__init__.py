"""The learner's side: `check`, progress, the workspace, and packing a notebook to hand it in."""
