"""How Canvas and Moodle read a file of grades, in as few lines as the rules of their own importers take.

Canvas: `lib/gradebook_importer.rb` of instructure/canvas-lms. Moodle: `grade/import/csv/classes/load_data.php` of
moodle/moodle.
"""

import csv
import io
import re

CANVAS_COLUMNS = 5  # before the first assignment: Student, ID, SIS User ID, SIS Login ID, Section


def rows(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def read_by_canvas(text, roster):
    """What Canvas would set: points possible by title, and grades by the roster's student and title.

    `roster` has a number by login and a name by number. A name that is not in it would become a new student.
    """
    heading, *lines = rows(text)
    assert "Student" in heading[0]
    assert "ID" in heading[1]
    assert re.search(r"SIS\s+User\s+ID", heading[2])
    assert re.search(r"SIS\s+Login\s+ID", heading[3])
    assert "Section" in heading[CANVAS_COLUMNS - 1]
    titles = heading[CANVAS_COLUMNS:]
    possible, grades = {}, {}
    for line in lines:
        assert len(line) == len(heading)
        values = dict(zip(titles, line[CANVAS_COLUMNS:], strict=True))
        if "Points Possible" in line[0]:
            possible = {title: float(value) for title, value in values.items()}
            continue
        found = line[1] or roster["logins"].get(line[3])
        found = found or next((number for number, name in roster["names"].items() if name == line[0]), None)
        assert found, f"Canvas would make a new student of {line[0]!r}"
        grades[found] = values
    return possible, grades


def read_by_moodle(text, users, *, by, grade):
    """What Moodle would set when column `by` names the user, and column `grade` the grade."""
    heading, *lines = rows(text)
    heading = [name.strip() for name in heading]
    who, which = heading.index(by), heading.index(grade)
    found = {}
    for line in lines:
        if line[who]:
            assert line[who] in users, "Moodle would refuse the whole file"
            found[line[who]] = None if line[which] in ("", "-") else float(line[which])
    return found


def fill_moodles_worksheet(text, worksheet):
    """The grades that Moodle would change, by participant, when a grading worksheet comes back.

    `mod/assign/feedback/offline`: the columns are found by their names alone, commas separate them, and a participant
    is the number at the end of the identifier.
    """
    heading, *lines = rows(text)
    who, grade = heading.index("Identifier"), heading.index("Grade")
    assert "Last modified (grade)" in heading, "Moodle would refuse the file"
    assert all(line[who].startswith("Participant ") for line in lines)
    before = {line[who]: line[grade] for line in rows(worksheet)[1:]}
    after = {line[who]: line[grade] for line in lines}
    return {name.split()[-1]: float(value) for name, value in after.items() if value and value != before[name]}


def feedback_to_canvas(names):
    """Who gets which file when a zip is re-uploaded to Canvas: (user, attachment) by the name of the file.

    `infer_comment_context_from_filename` takes the first two numbers between underscores.
    """
    found = {}
    for name in names:
        user, attachment, *_ = [part for part in name.split("_") if part.isdigit()]
        found[user, attachment] = name
    return found


def feedback_to_moodle(paths):
    """Who gets which file when a zip of feedback is uploaded to Moodle, by the participant's number.

    `mod/assign/feedback/file/importziplib.php`: each part of the path is split at its first four underscores.
    """
    found = {}
    for path in paths:
        for part in path.split("/"):
            pieces = part.split("_", 4)
            if len(pieces) >= 4 and pieces[1].isdigit() and pieces[2:4] == ["assignsubmission", "file"]:
                found[pieces[1]] = path
                break
    return found
