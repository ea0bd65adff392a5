"""Run student code in a sandbox.

session           one submission and its runner: run a cell, call a function, trust nothing that comes back
replies           what the runner sends back, measured before it is used
sandbox           one child of a fork server, and the channel to it
forkserver        the fork servers, with bubblewrap and without
idle_forkservers  fork servers that wait for the next submission
bubblewrap        the command line of bubblewrap: what can be seen inside
unsandboxed       the same without bubblewrap
importable        the packages that can be imported inside
limits            how much time, memory and output a submission may take
cgroup            a bound on the memory of all its processes together
processes         its processes: stop them, and ask the kernel what they used
one_core          one core for a submission whose speed is graded, and for no other
seccomp           the system calls that it may not make
outputs           what of its outputs may be shown
translate_runner  say what the runner says in the language of the course
leftovers         remove what a killed command has left
selftest          attack a fresh sandbox: does every layer hold?
selftest_cache    keep that it did, for the rest of the boot
"""
