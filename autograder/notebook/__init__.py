"""A notebook of the course: its file, its cells and its contents.

file              find and read a learner's notebook, and say what is wrong with one that is none
cells             what nbgrader knows of a cell: names, points, what is locked
source            what the source of a cell shows at a glance
contents          the exercises and written questions of a notebook
light_validation  validate notebooks without the seconds that jsonschema takes to be imported
"""
