"""Tell the class.

class_report          statistics of a graded class
page, page.html.j2    the report as a page and as a table
similarity            find answers that are nearly identical
feedback              write the students' pages
"""
