"""Read an answer's source code without running it.

forbidden         refuse an answer that calls a library for what it should do itself
bindings          every way in which source gives a name its value
parameters        the parameters of a function, and those that it never reads
suspicious_lines  lines that cannot mean what they say
undefined         why a notebook does not define the function that an exercise asks for

The source may be made to exhaust its reader, so all that is read of a notebook is bounded.
"""
