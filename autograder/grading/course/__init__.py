"""The course directory.

directory         make one, recognise one, load its configuration
course_toml       read course.toml, and say what in it cannot be followed
course_language   the language of all that students read
schedule          the dates, extensions and groups of an assignment in it
timestamps        read when a submission was handed in
nbgrader_log      find in nbgrader's log why a command of its failed
private_folder    what is ours alone in it, and the key of the hidden cases
data_files        keep the data files of an assignment once
full_disk         stop where there is no room
nbgrader_config_template, course_template.toml, course_readme.md      what a new course directory gets
"""
