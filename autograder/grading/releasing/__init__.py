"""Build and release assignments.

settings   the assignments of `course.toml`, and what their exercises are worth
releaser   build and release them, and bring them up to date
"""
