"""The part of the runner that exists only inside the sandbox."""
