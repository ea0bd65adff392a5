"""The bundle for Gradescope: made here, run there."""
