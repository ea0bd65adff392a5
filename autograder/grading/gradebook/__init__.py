"""What is read from nbgrader's gradebook, and written to it.

database_errors   explain why a gradebook cannot be used
open_gradebook    a gradebook that stays open, and one transaction in it
records           what it holds of submissions, read at once
by_hand           the points that a person gives, and which answers wait
manual_grades     the answers that a person has read: a regrade leaves their points alone
groups            one submission for several students
due_dates         the dates of course.toml, put into it
late_penalties    the penalty that a submission would get now
grade_lines       the lines of every export
writer            the one writer: into `autograded/` and the gradebook, in one transaction
"""
