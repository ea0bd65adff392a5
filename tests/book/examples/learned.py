"""The figures of chapter 1 that show a trained layer and a sound."""

from figures.convolutional_layers import learned, sound

FIGURES = {
    "learned before and after": learned.before_and_after,
    "learned maps": learned.maps,
    "two notes": sound.two_notes,
}
