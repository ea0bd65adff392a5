"""The commands for instructors, one file each; what they print of a class is in `table`.

init, build        make a course directory; write its source notebooks
collect            put a learning platform's download into submitted/
grade, replay      grade a class; judge one submission again
report, export     a page about the class; grades for a platform
doctor, sample     try what grading needs; hand in a made-up class
"""
