"""A row of pixels and every place where a window stops on it: what kernel size, stride, padding and dilation do."""

from solutions.convolution_parameters import output_size

from ..style import ANSWER, INK, KERNEL, KERNEL_TINT, LINE, MUTED, PAPER, WINDOW, Picture

CELL = 28


def taps(stop, kernel_size, stride=1, dilation=1):
    """The places that a stop's taps lie on, counted from the first place of the padded row."""
    return [stop * stride + tap * dilation for tap in range(kernel_size)]


def stops(size, kernel_size, stride=1, padding=0, dilation=1):
    """The row above, and below it one line for each stop, with the taps where they lie."""
    count = output_size(size, kernel_size, stride, padding, dilation)
    length = size + 2 * padding
    last = taps(count - 1, kernel_size, stride, dilation)[-1]
    left_over = length - 1 - last
    picture = Picture(
        length * CELL + 92,
        (count + 1) * (CELL + 6) + 12,
        f"""A row of {size} pixels with {padding} places of padding at each end. A kernel of {kernel_size} with stride
        {stride} and dilation {dilation} stops {count} times, on the places
        {"; ".join(" ".join(map(str, taps(stop, kernel_size, stride, dilation))) for stop in range(count))}.
        {left_over} places are left over at the end.""",
    )
    for place in range(length):
        outside = not padding <= place < padding + size
        x = 90 + place * CELL
        picture.box(x, 4, CELL, CELL, fill="none" if outside else PAPER, edge=LINE, dashed=outside)
        picture.write(
            x + CELL / 2, 4 + CELL / 2, "0" if outside else str(place - padding), 11, MUTED if outside else INK
        )
    picture.write(84, 4 + CELL / 2, "pixels", 12, MUTED, ha="right")
    for stop in range(count):
        y = 14 + (stop + 1) * (CELL + 6)
        places = taps(stop, kernel_size, stride, dilation)
        picture.write(84, y + CELL / 2 - 4, f"stop {stop}", 12, ANSWER, ha="right", weight="bold")
        start, end = 90 + places[0] * CELL, 90 + (places[-1] + 1) * CELL
        picture.line([(start + 4, y + CELL / 2 - 4), (end - 4, y + CELL / 2 - 4)], WINDOW, 1.4)
        for place in places:
            x = 90 + place * CELL
            picture.box(x + 3, y - 1, CELL - 6, CELL - 6, fill=KERNEL_TINT, edge=KERNEL, line=1.8, round_by=4)
    return picture
