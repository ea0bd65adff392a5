"""Run student code in a sandbox.

session       one submission and its runner: run a cell, call a function, trust nothing that comes back
sandbox       one child of a fork server, and the channel to it
forkserver    the fork servers, with bubblewrap and without
bubblewrap    the command line of bubblewrap: what can be seen inside
unsandboxed   the same without bubblewrap
importable    the packages that can be imported inside
limits        how much time, memory and output a submission may take
cgroup        a bound on the memory of all its processes together
seccomp       the system calls that it may not make
outputs       what of its outputs may be shown
selftest      attack a fresh sandbox: does every layer hold?
tried         keep that it did, for the rest of the boot
"""
