"""How Canvas and Moodle read a file of grades, in as few lines as the rules of their own importers take.

Canvas: `lib/gradebook_importer.rb` of instructure/canvas-lms (commit 00b222d). Moodle: of moodle/moodle
`grade/import/csv/classes/load_data.php`, and in `mod/assign/feedback/` the files `offline/importgradeslib.php` and
`offline/locallib.php` (commit 0497556) and `file/importziplib.php` (commit 0203d8f, Moodle 4.1 and newer).
"""

import csv
import io
import re

_INFORMATION = {"Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Root Account", "Section"}
_TOTALS = re.compile("(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)")
_NUMBER = re.compile(r"-?[0-9.,]+%?")


def rows(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def read_by_canvas(text, roster):
    """What Canvas would set: points possible by title, and grades by the roster's student and title.

    `roster` has a number by login and a name by number. A name that is not in it would become a new student.
    """
    first = text.splitlines()[:3]
    counts = {mark: {len(next(csv.reader([line], delimiter=mark))) for line in first} for mark in ";,"}
    semicolons, commas = (max(found) if len(found) == 1 else 0 for found in counts.values())
    assert commas >= semicolons, "Canvas would take the file for one with semicolons"
    heading, *lines = [line for line in rows(text) if any(cell.strip(" ;,") for cell in line)]
    count = next(place for place, name in enumerate(heading) if name not in _INFORMATION)
    assert "Student" in heading[0]
    assert "ID" in heading[1]
    assert re.search(r"SIS\s+User\s+ID", heading[2])
    assert re.search(r"SIS\s+Login\s+ID", heading[3])
    assert "Section" in heading[count - 1]
    titles = [name for name in heading[count:] if not _TOTALS.search(name)]
    possible, grades = {}, {}
    for line in lines:
        assert len(line) == len(heading)
        values = {title: _decimal(line[heading.index(title)]) for title in titles}
        if "Points Possible" in line[0]:
            possible = {title: float(value) for title, value in values.items()}
            continue
        if all(re.fullmatch(r"\s*(Muted|Manual Posting.*)?\s*", cell, re.IGNORECASE) for cell in line):
            continue
        found = line[1] or roster["logins"].get(line[3])
        found = found or next((number for number, name in roster["names"].items() if name == line[0]), None)
        assert found, f"Canvas would make a new student of {line[0]!r}"
        assert found not in grades, f"Canvas would take the last of two grades of {line[0]!r}"
        grades[found] = values
    return possible, grades


def _decimal(cell):
    """A number as Canvas reads it: the last comma or point is the decimal one."""
    if not _NUMBER.fullmatch(cell):
        return cell.strip()
    *thousands, last = re.split("[,.]", cell)
    return f"{''.join(thousands)}.{last}" if thousands else last


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

    The columns are found by their names alone, commas separate them, and a participant is what stands behind
    "Participant ". A grade that is empty, out of range, or changed in Moodle since, is passed over without a word, and
    so are comments that are as they were.
    """
    heading, *lines = rows(text)
    who, grade, most, comments = map(heading.index, ("Identifier", "Grade", "Maximum grade", "Feedback comments"))
    assert "Last modified (grade)" in heading, "Moodle would refuse the file"
    assert all(line[who].startswith("Participant ") for line in lines)
    before = {line[who]: line for line in rows(worksheet)[1:]}
    changed = {}
    for line in lines:
        old = before[line[who]]
        assert line[comments] == old[comments], "Moodle would change the comment"
        if line[grade] in ("", old[grade]):
            continue
        assert 0 <= float(line[grade]) <= float(line[most]), "Moodle would pass over the grade"
        changed[line[who].removeprefix("Participant ")] = float(line[grade])
    return changed


def feedback_to_canvas(names):
    """Who gets which file when a zip is re-uploaded to Canvas: (user, attachment) by the name of the file.

    `infer_comment_context_from_filename` of `app/models/abstract_assignment.rb` takes the first two numbers between
    underscores, and passes over files whose name begins with a point; the attachment must be one of the submission's.
    """
    found = {}
    for name in names:
        assert not name.startswith(".")
        user, attachment, *_ = [part for part in name.split("_") if part.isdigit()]
        found[user, attachment] = name
    return found


def feedback_to_moodle(paths):
    """Who gets which file when a zip of feedback is uploaded to Moodle, by the participant's number.

    Each part of the path is split at its first four underscores; hidden files are passed over.
    """
    found = {}
    for path in paths:
        assert not path.split("/")[-1].startswith((".", "~"))
        for part in path.split("/"):
            pieces = part.split("_", 4)
            if len(pieces) >= 4 and pieces[1].isdigit() and pieces[2:4] == ["assignsubmission", "file"]:
                found[pieces[1]] = path
                break
    return found
