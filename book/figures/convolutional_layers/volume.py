"""Three dimensions: a short film of a ball that passes a post, and a kernel that looks at two frames at once."""

import numpy as np

from solutions.convolutional_layers import conv3d

from ..grids import MINUS, sizes
from ..style import ANSWER, INK, LINE, MUTED, SIGNED, WINDOW, Picture

FRAMES, HEIGHT, WIDTH = 6, 12, 18
CHANGE = np.array([-1.0, 1.0]).reshape(1, 1, 2, 1, 1)  # this frame minus the one before it; one pixel at a time


def ball_film():
    """Frames (D, H, W) from 0, dark, to 9, bright: a ball rolls right and down, a post stands still."""
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    film = np.full((FRAMES, HEIGHT, WIDTH), 1.0)
    film[:, 1:, 12:14] = 5
    for t in range(FRAMES):
        film[t][(rows - 3 - t) ** 2 + (columns - 3 - 2 * t) ** 2 <= 5] = 9
    return film


def changes():
    """Frames (D - 1, H, W): what became brighter or darker from each frame to the next."""
    return conv3d(ball_film()[None, None], CHANGE)[0, 0]


def film_strip():
    """Above, the frames; below, the answers, each between the two frames that it compares."""
    film, change = ball_film(), changes()
    picture = Picture(
        748,
        274,
        f"""Above, {len(film)} frames: a bright ball rolls past a grey post, to the right and down. Below,
        {len(change)} answers, each between the two frames it compares: purple where the ball has arrived, orange where
        it has left. The post and the ground, which do not move, are blank.""",
    )
    width, gap = 116, 10
    height = width * HEIGHT / WIDTH
    second = 148
    title = f"the film: {len(film)} frames of {sizes(film[0])} pixels"
    picture.write(2, 12, title, 13, WINDOW, ha="left", weight="bold")
    for t, frame in enumerate(film):
        x = 2 + t * (width + gap)
        picture.image(frame, x, 26, width, height, limits=(0, 9))
        picture.box(x, 26, width, height, edge=LINE)
        picture.write(x + 5, 26 + height - 8, f"{t}", 11, "#f0f0f0", ha="left")
    for t, frame in enumerate(change):
        x = 2 + (t + 0.5) * (width + gap)
        picture.image(frame, x, second, width, height, SIGNED, (-9, 9))
        picture.box(x, second, width, height, edge=ANSWER)
        for left in (x - gap / 2, x + width + gap / 2):
            picture.line([(left + (12 if left < x else -12), 26 + height + 3), (x + width / 2, second - 3)], MUTED, 1)
    legend = [
        f"the answers: {len(change)} maps.  purple +: brighter than before,",
        f"orange {MINUS}: darker, pale: unchanged",
    ]
    for k, text in enumerate(legend):
        picture.write(2 + 0.5 * (width + gap), second + height + 17 + 18 * k, text, 12, INK, ha="left")
    middle = picture.width / 2
    return picture.in_parts((0, middle + 65), (middle - 65, picture.width, 0, second + height + 4))
