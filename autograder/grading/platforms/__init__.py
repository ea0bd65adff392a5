"""The files that go from and to a learning platform: their names, their lists of students, their tables.

filenames        parse the names that the platforms give to files
download_names   remember what the platform calls each student
platform_list    the list of students as the platform wrote it, to give it back with grades
tables           read a table as platforms and spreadsheets write it
safe_csv         write tables that no spreadsheet runs
"""
