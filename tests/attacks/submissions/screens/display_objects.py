"""Shows objects whose representations lie, act, raise, never end, or end Python.

Seen: took longer than 2 seconds
"""


class Shown:
    def _repr_html_(self):
        return "<script>alert(1)</script>"

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/html": "<img src=x onerror=alert(1)>", "image/png": "'><script>", "../../etc": b"\0" * 100}

    def __repr__(self):
        raise SystemExit


Shown()


# %%
class Endless:
    def __repr__(self):
        while True:
            pass


Endless()


# %%
def conv2d(x, weight, bias=None):
    return Shown()
