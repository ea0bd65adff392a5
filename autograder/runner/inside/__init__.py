"""The part of the runner that exists only inside the sandbox.

start        what a fork server does before it loads Matplotlib
forkserver   preload NumPy and IPython, fork a child for each submission
jail         isolate such a child from all others
recorders    note which functions of NumPy a call uses
serve        answer the judge's requests: run a cell, call a function
drawing      draw no figure that is known already
figures      what is known of figures, and the file it is kept in
fonts        Matplotlib's list of fonts, kept
wire         messages and arrays as bytes
attack       try to break out, for the self-test
"""
