"""Prints, raises and returns markup, terminal commands, half characters and text that reads from right to left.

Seen: <img src=x onerror=alert(1)>
"""

evil = "<img src=x onerror=alert(1)></pre></details><script>alert(2)</script>\x1b]0;owned\x07\x1b[2J\x00\ud800\u202e=cmd|' /C calc'!A1"
print(evil)
# %%
raise ValueError(evil)


# %%
def conv2d(x, weight, bias=None):
    print(evil)
    if bias is None:
        raise ValueError(evil)
    return evil
