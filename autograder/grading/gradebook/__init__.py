"""Read nbgrader's gradebook, and write to it.

database_errors   explain why a gradebook cannot be used
open_gradebook    a gradebook that stays open, and one transaction in it
records           what it holds of submissions, read at once
manual_grades     the points that a person has given: a regrade leaves them alone
groups            what one submission of several students is worth to each of them
due_dates         the dates of course.toml, put into it
late_penalties    the penalty that a submission would get now
grade_lines       the lines of every export
writer            the one writer: into `autograded/` and the gradebook, in one transaction
"""
