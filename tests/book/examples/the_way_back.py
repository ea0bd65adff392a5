"""The figures of chapter 9."""

from figures.the_way_back import blame, checking, maps, training

FIGURES = {
    "task": blame.task,
    "answer": blame.answer,
    "blame": blame.film,
    "checkerboards": lambda: maps.checkerboards([(3, 1), (3, 2), (2, 2)]),
    "bleeding": maps.bleeding,
    "fields": maps.fields,
    "checking": checking.chart,
    "curves": training.curves,
    "dying": training.dying,
    "reasons": training.reasons,
}
