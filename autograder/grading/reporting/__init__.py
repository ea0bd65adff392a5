"""Tell the class: the report of an assignment, similar answers, feedback pages."""
