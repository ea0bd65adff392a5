"""Grade on Gradescope.

bundle          make the zip that Gradescope's container is built from
run             grade one submission in that container
bundle_files/   the bundle's scripts and its README
"""
