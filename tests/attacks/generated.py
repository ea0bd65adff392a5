"""Submissions that are too long to be written down: each is made here, in a line or two."""

from .harness import Attack, answer

BODY = "def conv2d(x, weight, bias=None):\n    "
STOP = BODY + "return None\n"
NAMES = [f"a{number}" for number in range(10_000)]
TOO_LONG = ("too long to be read",)
STOPPED = ("its cell stopped with",)


def attacks() -> list[Attack]:
    """Sources that are to exhaust whoever only reads them: the judge looks at them outside of the sandbox."""
    return [
        Attack(
            "minus_signs",
            "Nests a hundred thousand signs, for a parser.",
            (BODY + "-" * 100_000 + "1",),
            STOPPED,
        ),
        Attack(
            "brackets",
            "Nests ten thousand brackets.",
            (BODY + "(" * 10_000 + ")" * 10_000,),
            STOPPED,
        ),
        Attack(
            "attributes",
            "Writes chains of nine hundred attributes, to be looked through from every one of them.",
            ("import torch\n" + BODY + ("torch" + ".a" * 900 + "\n    ") * 60,),
            ("This does not count: it uses torch",),
        ),
        Attack(
            "assignments",
            "Assigns ten thousand names at once, each of which leads to all the others.",
            (f"{' = '.join(NAMES)} = 1", f"{BODY}return {' + '.join(NAMES[:500])}"),
            ("got the int 500",),
        ),
        Attack(
            "forty_megabytes",
            "Is a single cell of forty megabytes.",
            (STOP + "#" * 40_000_000,),
            (*TOO_LONG, "It was longer than 500000 characters"),
            costs="nobody reads the rest either",
        ),
        Attack(
            "many_megabytes",
            "Is twelve cells of half a megabyte each.",
            (STOP, *["0," * 200_000] * 12),
            TOO_LONG,
            costs="nobody reads the rest either",
        ),
        Attack(
            "many_cells",
            "Has thirty thousand cells.",
            (*["import time; time.sleep(0.001)"] * 30_000, STOP),
            ("the notebook's 15 seconds",),
            costs="its time is used up",
        ),
        Attack("half_characters", "Is written in half characters and zeros.", ("a='\ud800\x00'", STOP), ("got None",)),
    ]


def honest() -> list[Attack]:
    """Long, but honest."""
    steps = "".join(
        f"    step_{n} = {n}  # one more thing to think about, written down at length\n" for n in range(3000)
    )
    whole = answer("convolutional-layers/conv2d")
    head, body = whole.rsplit('"""\n', 1)
    return [
        Attack("a_very_long_cell", "Is one cell of three thousand lines.", (f'{head}"""\n{steps}{body}',)),
        Attack("two_hundred_cells", "Is spread over two hundred cells.", (*[f"x{n} = {n}" for n in range(200)], whole)),
    ]
