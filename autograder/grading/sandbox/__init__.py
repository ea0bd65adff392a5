"""Run student code in a sandbox: bubblewrap, seccomp, cgroups, limits, and the session with it."""
