# Made by `autograder init`. Every setting of nbgrader can stand here; this file is yours.
#
# If there is an error in this file, nbgrader's own commands print it and go on without your settings. They keep the
# sandbox and the judge, because nbgrader_config.json names them once more, but lose your limits and your gradebook's
# address. `autograder grade` refuses to run then. To make nbgrader refuse as well, set in your shell
# TRAITLETS_APPLICATION_RAISE_CONFIG_FILE_ERROR=1.

c = get_config()

c.CourseDirectory.course_id = "magic-window"

# Where students fetch assignments and hand them in, if you use nbgrader's exchange: a folder that all of them can
# write to (`chmod 777`), outside of this directory. The same line belongs into the students' nbgrader_config.py, with
# the course_id. Students are added by `nbgrader db student add NAME`, or when they first hand something in.
# c.Exchange.root = "/srv/nbgrader/exchange"

# course.toml says when an assignment is due. A late submission loses nothing, or all of its points:
# c.LateSubmissionPlugin.penalty_method = "zero"

# The steps of grading. nbgrader reads nbgrader_config.json last, so change them there as well.
#
# Put the cells of a submission back as they were released, before nbgrader looks at them.
c.Autograde.sanitize_preprocessors = [
    "autograder.grading.restore.RestoreCells",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Run submissions in a sandbox and judge them from outside, in the place of nbgrader's `Execute`.
c.Autograde.autograde_preprocessors = [
    "autograder.grading.preprocessor.JudgeSubmission",
    "nbgrader.preprocessors.IgnorePattern",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Read notebooks that an editor has saved with a byte order mark, in UTF-16, or under another name, too; and have
# `nbgrader autograde` say in words what it cannot grade.
c.Autograde.exporter_class = "autograder.grading.reading.SubmissionReader"
c.Autograde.pre_convert_hook = "autograder.grading.reading.find_submission"

# Feedback pages that are small, light and dark, and ask no server for anything. They say which answers nobody has read
# yet, and show the course's own from the date in course.toml on.
c.GenerateFeedback.exporter_class = "autograder.grading.reporting.feedback_exporter.FeedbackExporter"

# Keep the data files of an assignment once, and not beside every graded notebook and every page.
c.Autograde.post_convert_hook = "autograder.grading.kept_files.link_autograded"
c.GenerateFeedback.post_convert_hook = "autograder.grading.kept_files.link_feedback"

# The limits of a submission. These are the values that hold while the lines are commented out.
# c.JudgeSubmission.cell_seconds = 30
# c.JudgeSubmission.call_seconds = 10
# c.JudgeSubmission.exercise_seconds = 60
# c.JudgeSubmission.submission_seconds = 300
# c.JudgeSubmission.memory_bytes = 2 * 1024**3   # of one process
# c.JudgeSubmission.processes = 64
# c.JudgeSubmission.tmp_bytes = 256 * 1024**2    # temporary files
# c.JudgeSubmission.output_chars = 100_000       # kept of one cell
