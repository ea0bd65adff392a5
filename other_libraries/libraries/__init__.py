"""One file for each library: how it is asked the questions, and which packages that takes."""
