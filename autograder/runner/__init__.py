"""The runner: run a learner's code, in a notebook, for `autograder check` or inside the sandbox.

It is the only code of ours that shares a process with a student's. It needs Python, NumPy and IPython, and imports
nothing else of the course: inside the sandbox nothing else is there.

calls         call a function once: what it returns, raises, prints and changes
values        the values that an answer may be made of, and the record of one call
formula       a function of one array that is sent as its text
deadline      a soft time limit
watching      watch which lines of a function take the time
shell         run the cells of a notebook one after another
rest_of_cell  what is left of a cell after a line that failed
outputs       the outputs of a cell, in bounded space

inside/       what exists only inside the sandbox
stand_in/     what `import autograder` finds there
"""
