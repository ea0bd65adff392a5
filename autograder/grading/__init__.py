"""The instructor's half: grade submissions in a sandbox, through nbgrader, and tell the class. Learners never need it.

assignment      one assignment: its released cells, its submissions, what is written of them
submission      read a student's notebook, and say why it cannot be graded
grade           the run: workers judge, and what they found is written, one submission after the other
writing         the one writer: into `autograded/` and the gradebook, in one transaction
groups          one submission for several students
by_hand         the points that a person gives, and which answers wait
answers_read    which of them a regrade leaves alone
recorded        what the gradebook holds, read at once
due_dates       the dates of course.toml, put into it
lateness        the penalty that a submission would get now
results         what the table shows: verdicts, results, changes
full_disk       stop where there is no room
preprocessor, restore, reading, exports, kept_files      nbgrader's plug-ins; their paths stand in configurations
graded_notebook the notebooks that were graded
grade_lines     the lines of every export
safe_csv        tables that no spreadsheet runs

sandbox/        run hostile code
jobs/           a submission as a job, and who runs it
course/         the course directory
collecting/     from a learning platform's download into submitted/
reporting/      the class report and the feedback pages
gradescope/     the same grading on Gradescope
sample_class/   six made-up students
"""

import sys

if "jsonschema" not in sys.modules:
    # With this package, jsonschema compiles a grammar of internationalised addresses when it is imported: half of the
    # time that nbgrader takes to start. Without it, it checks no such addresses, and notebooks have none.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
