"""The instructor's half: grade submissions in a sandbox, through nbgrader, and tell the class. Learners never need it.

assignment       one assignment: its released cells, its submissions, what is written of them
submission       read a student's notebook, and say why it cannot be graded
grade            the run: workers judge, and what they found is written, one submission after the other
changes          what grading would change, and what is written already
graded_notebook  the notebooks that were graded
results          what the table shows: verdicts, results, changes
preprocessor, restore, reading, exports, kept_files      nbgrader's plug-ins; their paths stand in configurations

sandbox/         run hostile code
jobs/            a submission as a job, and who runs it
course/          the course directory
gradebook/       what is read from nbgrader's gradebook, and written to it
releasing/       build and release the assignments
platforms/       the files that go from and to a learning platform
collecting/      from a learning platform's download into submitted/
reporting/       the class report and the feedback pages
gradescope/      the same grading on Gradescope
sample_class/    six made-up students
"""
