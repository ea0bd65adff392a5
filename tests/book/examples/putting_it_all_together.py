"""The figures of chapter 8."""

from figures.putting_it_all_together import enlarging, handwriting, ripples, roads, tiny

FIGURES = {
    "both roads": roads.both_roads,
    "both roads, open": lambda: roads.both_roads(answered=False),
    "ripple": ripples.film,
    "task": tiny.task,
    "down": tiny.down,
    "up": tiny.up,
    "learned kernels": handwriting.kernels,
    "journey": lambda: handwriting.journey(handwriting.surest()),
    "scores": lambda: handwriting.scores([0, *handwriting.wrong()[:2]]),
    "misread": handwriting.misread,
    "confusions": handwriting.confusions,
    "shuffled": enlarging.shuffled,
    "compared": enlarging.compared,
    "broken": lambda: enlarging.compared(enlarging.broken()),
}
