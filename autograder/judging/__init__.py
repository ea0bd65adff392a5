"""The judge: run an answer on the cases, compare with the oracle, look for a known mistake, say the one cause.

judge             the way through: from a function to the report on it
compare           how what an answer returned differs from what is right
oracle            what is right: what PyTorch says, and the reference module
recorded          what PyTorch said of the visible cases when the course was built (`recorded.npz`)
tried_case        one case, with what an answer returned and what is right
stopped           what stopped an answer, a limit or an error, in words

static_analysis/  what an answer's source code tells before it runs
diagnosing/       the mistake that an answer makes: one that would give the same results
explaining/       the one cause that a report begins with
speed/            how fast an answer is, and what takes its time

Nothing in the folders imports `judge`, and no two of them import each other: `static_analysis/` imports nothing from
here, and `diagnosing/` nothing from `explaining/`. What the judge says it says in the language that is spoken; the
names of mistakes and cases are kept in English, and translated where they are put into a sentence.
"""
