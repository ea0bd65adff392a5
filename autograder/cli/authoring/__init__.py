"""The commands for authors of exercises, a file each.

matrix  show that every known mistake is caught and named, and that honest answers pass
record  write down torch's answers to the visible cases
"""
