"""The instructor's half: grade submissions in a sandbox, through nbgrader, and tell the class. Learners never need it.

assignment      one assignment: its released cells, its submissions, what is written of them
submission      read a student's notebook, and say why it cannot be graded
grade           the run: workers judge, one writer gives the verdicts to nbgrader
by_hand         the points that a person gives, and which answers wait
lateness        the penalty that a submission would get now
results         what the table shows: verdicts, results, changes
preprocessor, restore, reading, exports      nbgrader's plug-ins; their paths stand in users' configurations
safe_csv        tables that no spreadsheet runs

sandbox/        run hostile code
jobs/           a submission as a job, and who runs it
course/         the course directory
collecting/     from a learning platform's download into submitted/
reporting/      the class report and the feedback pages
gradescope/     the same grading on Gradescope
sample_class/   six made-up students
"""
