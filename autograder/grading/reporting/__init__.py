"""The class report, and the feedback pages of the students.

class_report        statistics of a graded class
page, page.html.j2  the report as a page and as a table
similarity          find answers that are nearly identical
candidates          of many answers, those pairs that may be

feedback            write the students' pages, where they are old
feedback_writer     nbgrader's converter, kept for all pages
feedback_exporter   nbgrader's plug-in that exports a page
light_page, feedback_template/, feedback.css     the page itself: small, light and dark, offline
pictures            make the pictures of a page smaller
template_words      nbgrader's words on a page, in the course's language
answers             the course's answers as a page shows them
feedback_page       complete a page, and tell whether it is an old one
feedback_zip        pack the pages as platforms take them back
"""
