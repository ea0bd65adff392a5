"""Put the download of a learning platform into submitted/.

collector   place the submissions, with nbgrader's own zip_collect
downloads   read a folder or a zip that nobody has checked
roster      identify the students
sorting     sort the files by student, and find the notebooks
"""
