"""The course directory.

directory      make one, recognise one, load its configuration
settings       read course.toml: assignments, due dates, points
releasing      build and release the assignments
gradebook      explain why a gradebook cannot be used
nbgrader_log   find in nbgrader's log why a command of its failed
timestamps     read when a submission was handed in
course_readme.md, course_template.toml, nbgrader_config_template.py      what a new course directory gets
"""
