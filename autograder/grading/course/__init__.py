"""The course directory.

directory      make one, recognise one, load its configuration
course_toml    read course.toml, and say what in it cannot be followed
course_language  the language of all that students read
schedule       the dates, extensions and groups of an assignment in it
settings       the assignments and points in it
releasing      build and release the assignments
gradebook      explain why a gradebook cannot be used
nbgrader_log   find in nbgrader's log why a command of its failed
timestamps     read when a submission was handed in
course_readme.md, course_template.toml, nbgrader_config_template.py      what a new course directory gets
"""
