"""Put the download of a learning platform into submitted/.

collector        place the submissions, with nbgrader's own zip_collect
downloads        read a folder or a zip that nobody has checked
download_names   remember what the platform calls each student
filenames        parse the names that the platforms give to files
platform_list    the list of students as the platform wrote it, to give it back with grades
roster           identify the students
tables           read a table as platforms and spreadsheets write it
sorting          sort the files by student, and find the notebooks
"""
