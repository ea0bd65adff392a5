"""`autograder collect`: bulk downloads as Canvas, Moodle and people make them go where nbgrader wants them."""

import io
import json
import os
import shutil
import stat
import zipfile
from datetime import UTC, datetime

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook

from autograder.errors import UserError
from autograder.grading.collecting import downloads
from autograder.grading.collecting.collector import Collector
from autograder.grading.platforms.download_names import recall
from autograder.grading.platforms.filenames import Platform
from autograder.grading.sample_class import ASSIGNMENT, NOTEBOOK, fill
from autograder.learner.packing import pack
from autograder.notebook.cells import new_metadata
from tests.grading._classes import run

FILE = f"{NOTEBOOK}.ipynb"


@pytest.fixture(scope="module")
def course(release, tmp_path_factory):
    return release(tmp_path_factory.mktemp("collect") / "course")


@pytest.fixture(autouse=True)
def nothing_handed_in(course):
    before = set((course / ".magic-window").iterdir())
    yield
    shutil.rmtree(course / "submitted", ignore_errors=True)
    shutil.rmtree(course / ".magic-window" / "collected", ignore_errors=True)
    assert set((course / ".magic-window").iterdir()) == before


@pytest.fixture(scope="module")
def notebook(course):
    """The released notebook, with a word in it to know it by."""
    released = nbformat.read(course / "release" / ASSIGNMENT / FILE, as_version=4)

    def make(word="", **answers):
        return nbformat.writes(fill(released, answers, first=[f"# {word}"])).encode()

    return make


def zipped(files, *, compression=zipfile.ZIP_DEFLATED):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def save(path, files):
    """A download: a zip, or a folder of the same files."""
    if path.suffix == ".zip":
        path.write_bytes(zipped(files))
    else:
        for name, content in files.items():
            file = path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    return path


def collected(course, path, files, platform=None, roster=None, **options):
    return Collector(course, ASSIGNMENT, platform, roster, **options).collect(save(path, files))


def placed(course):
    """What lies in `submitted/`: the notebook's word by student; nothing else may lie there but times."""
    found = {}
    for path in (course / "submitted").rglob("*"):
        if path.is_file() and path.name != "timestamp.txt":
            assert path.parts[-2:] == (ASSIGNMENT, FILE), path
            cells = json.loads(path.read_text())["cells"]
            words = ("".join(cell["source"]) for cell in cells)
            found[path.parts[-3]] = next(word[2:] for word in words if word.startswith("# ") and word.count(" ") == 1)
    return found


def time_of(course, student):
    path = course / "submitted" / student / ASSIGNMENT / "timestamp.txt"
    return path.read_text() if path.exists() else None


@pytest.mark.parametrize("as_a", ["download.zip", "download"])
def test_canvas_names_say_whose_it_is_and_which_is_the_newest(course, notebook, tmp_path, as_a):
    files = {
        f"lovelaceada_4711_90210_{FILE}": notebook("first"),
        f"lovelaceada_4711_90301_{NOTEBOOK}-1.ipynb": notebook("second"),
        "hoppergrace_LATE_4712_90211_Untitled.ipynb": notebook("late"),
        f"noetheremmy_4713_90212_{ASSIGNMENT}.zip": zipped({f"{ASSIGNMENT}/{FILE}": notebook("zip")}),
    }
    done = collected(course, tmp_path / as_a, files)
    assert done.platform is Platform.CANVAS
    assert placed(course) == {"lovelaceada_4711": "second", "hoppergrace_4712": "late", "noetheremmy_4713": "zip"}
    assert (sorted(done.new), done.late, done.unplaced) == (sorted(placed(course)), ["hoppergrace_4712"], {})
    assert done.notes == {f"lovelaceada_4711_90210_{FILE}": "an earlier one, and left out"}
    names = {student: (name.number, name.label) for student, name in recall(course, ASSIGNMENT).items()}
    assert names == {
        "lovelaceada_4711": ("4711", f"lovelaceada_4711_90301_{NOTEBOOK}-1.ipynb"),
        "hoppergrace_4712": ("4712", "hoppergrace_LATE_4712_90211_Untitled.ipynb"),
        "noetheremmy_4713": ("4713", f"noetheremmy_4713_90212_{ASSIGNMENT}.zip"),
    }


def test_a_newer_attempt_with_another_assignments_notebook_does_not_hide_the_older_one(course, notebook, tmp_path):
    check = new_code_cell('check(zero_pad2d, "padding-layers/zero_pad2d")')
    check.metadata["nbgrader"] = new_metadata("zero_pad2d-check", grade=True, points=1.0)
    other = nbformat.writes(nbformat.v4.new_notebook(cells=[check])).encode()
    files = {
        f"lovelaceada_4711_90210_{FILE}": notebook("first"),
        "lovelaceada_4711_90301_padding-layers-1.ipynb": other,
        f"__MACOSX/._lovelaceada_4711_90210_{FILE}": b"\0\5\x16\7",
    }
    done = collected(course, tmp_path / "download.zip", files)
    assert placed(course) == {"lovelaceada_4711": "first"}
    assert list(done.unplaced) == ["lovelaceada_4711_90301_padding-layers-1.ipynb"]


def test_late_in_small_letters_is_no_part_of_a_name(course, notebook, tmp_path):
    done = collected(course, tmp_path / "download.zip", {f"lovelaceada_late_4711_90210_{FILE}": notebook("late")})
    assert (done.new, done.late) == (["lovelaceada_4711"], ["lovelaceada_4711"])


@pytest.mark.parametrize(
    "pattern", ["{}_assignsubmission_file_/{}", "{}_assignsubmission_file/{}", "{}_assignsubmission_file_{}"]
)
def test_moodle_names_say_whose_it_is(course, notebook, tmp_path, pattern):
    files = {
        pattern.format("Ada Lovelace_812", FILE): notebook("ada"),
        pattern.format("Zoë M_813", FILE): notebook("zoe"),
    }
    files["Ada Lovelace_812_assignsubmission_onlinetext_/onlinetext.html"] = b"<p>see the file</p>"
    done = collected(course, tmp_path / "course-homework-12.zip", files)
    assert (done.platform, done.unplaced) == (Platform.MOODLE, {})
    assert placed(course) == {"ada-lovelace": "ada", "zoë-m": "zoe"}


def test_plain_folders_and_zips_are_named_after_their_students(course, notebook, tmp_path):
    mine = tmp_path / "mine" / FILE
    mine.parent.mkdir()
    mine.write_bytes(notebook("packed"))
    files = {
        f"ada/{FILE}": notebook("flat"),
        "ada/timestamp.txt": b"2026-10-12 23:30:00 +0200",
        "ada/notes.docx": b"",
        f"bob/{ASSIGNMENT}/{FILE}": notebook("deep"),
        "cleo.zip": zipped({FILE: notebook("zip"), "__MACOSX/._x.ipynb": b"?", ".DS_Store": b""}),
        "dan/.ipynb_checkpoints/x-checkpoint.ipynb": notebook("old"),
        f"dan/{ASSIGNMENT}.zip": pack(mine, tmp_path).read_bytes(),  # what `autograder submit` makes
    }
    for number, (path, inner) in enumerate(
        {"folder": files, "a.zip": {f"all of them/{k}": v for k, v in files.items()}}.items()
    ):
        done = collected(course, tmp_path / path, inner)
        assert (done.platform, done.unplaced) == (Platform.PLAIN, {})
        assert sorted(done.same if number else done.new) == ["ada", "bob", "cleo", "dan"]
    assert placed(course) == {"ada": "flat", "bob": "deep", "cleo": "zip", "dan": "packed"}
    assert time_of(course, "ada") == "2026-10-12 21:30:00"  # as nbgrader has times: in UTC


def test_an_empty_folder_of_a_student_is_mentioned(course, notebook, tmp_path):
    empty = {"bob/": b"", "cleo/homework/": b"", "dan/.ipynb_checkpoints/x.ipynb": notebook("old")}
    files = {f"ada/{FILE}": notebook("ada"), "ada/pictures/": b"", f"eve/{FILE}": notebook("eve")}
    for number, above in enumerate(("", "all of them/")):
        packed = tmp_path / f"{number}.zip"
        packed.write_bytes(zipped({f"{above}{name}": content for name, content in (empty | files).items()}))
        folder = tmp_path / f"folder{number}"
        with zipfile.ZipFile(packed) as archive:
            archive.extractall(folder)
        for download in (packed, folder):
            done = Collector(course, ASSIGNMENT).collect(download)
            assert done.unplaced == {}
            empties = [f"{above}{name}" for name in ("bob", "cleo", "dan")]
            assert done.notes == dict.fromkeys(empties, "is an empty folder: nothing was handed in")
    said = run("autograder", "collect", folder, "-a", ASSIGNMENT, cwd=course)
    assert "  all of them/bob: is an empty folder: nothing was handed in" in said


def test_a_time_that_the_student_packed_counts_for_nothing(course, notebook, tmp_path):
    forged = {FILE: notebook("early"), "timestamp.txt": b"2000-01-01 00:00:00 UTC"}
    collected(course, tmp_path / "one", {"ada.zip": zipped(forged)})
    moodle = {f"Bob B_1_assignsubmission_file_/{name}": content for name, content in forged.items()}
    collected(course, tmp_path / "two", moodle)
    assert set(placed(course)) == {"ada", "bob-b"}
    assert (time_of(course, "ada"), time_of(course, "bob-b")) == (None, None)


def test_the_gradebook_knows_who_is_who(course, notebook, tmp_path):
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        gradebook.add_student("al1815", first_name="Ada", last_name="Lovelace")
        gradebook.add_student("twin1", first_name="Jo", last_name="Doe")
        gradebook.add_student("twin2", first_name="Jo", last_name="Doe")
    try:
        files = {f"lovelaceada_4711_1_{FILE}": notebook("canvas"), f"doejo_5_2_{FILE}": notebook("which?")}
        done = collected(course, tmp_path / "canvas.zip", files)
        assert placed(course) == {"al1815": "canvas"}
        assert "twin1, twin2: --roster FILE tells" in done.unplaced[f"doejo_5_2_{FILE}"]
        done = collected(
            course, tmp_path / "m.zip", {f"Ada Lovelace_9_assignsubmission_file_/{FILE}": notebook("canvas")}
        )
        assert done.same == ["al1815"]
        roster = tmp_path / "canvas.csv"
        roster.write_text(
            "Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"
            '"Doe, Jo",5,,twin2,\n"Doe, Jo",6,,twin1,\n"Curie, Marie",7,,mc1867,\n'
        )
        files[f"curiemarie_7_3_{FILE}"] = notebook("marie")
        collected(course, tmp_path / "canvas.zip", files, roster=roster)
        assert placed(course) == {"al1815": "canvas", "twin2": "which?", "mc1867": "marie"}
        with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
            assert gradebook.find_student("mc1867").last_name == "Curie"
    finally:
        with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
            for student in [one.id for one in gradebook.students]:
                gradebook.remove_student(student)


def test_moodles_worksheet_has_the_times(course, notebook, tmp_path, monkeypatch):
    worksheet = tmp_path / "worksheet.csv"
    head = "\ufeffIdentifier,Full name,Email address,Status,Grade,Last modified (submission)\n"
    ada = 'Participant 812,Ada Lovelace,ada@example.org,Submitted,,"{}"\n'
    worksheet.write_text(head + ada.format("Monday, 12 October 2026, 11:58 PM") + "Participant 9,Bo B,bo@x.org,,,-\n")
    files = {f"Ada Lovelace_812_assignsubmission_file_/{FILE}": notebook("ada")}
    done = collected(course, tmp_path / "moodle.zip", files, roster=worksheet)
    assert (done.new, done.notes) == (["ada@example.org"], {})
    local = datetime(2026, 10, 12, 23, 58).astimezone(UTC).replace(tzinfo=None)
    assert time_of(course, "ada@example.org") == str(local)
    worksheet.write_text(head + ada.format("Montag, 12. Oktober"))
    done = collected(course, tmp_path / "moodle.zip", files, roster=worksheet)
    assert "Montag" in done.notes["--roster"]
    with pytest.raises(UserError, match="needs the columns Student, ID and SIS Login ID, or Identifier, "):
        collected(course, tmp_path / "moodle.zip", files, roster=save(tmp_path / "r", {"a.csv": b"x,y\n"}) / "a.csv")


def test_a_newer_submission_is_never_overwritten(course, notebook, tmp_path):
    def hand_in(word, when, **options):
        stamp = {"ada/timestamp.txt": when.encode()} if when else {}
        done = collected(course, tmp_path / f"{word}-{when[:10]}", {f"ada/{FILE}": notebook(word), **stamp}, **options)
        return placed(course)["ada"], done

    assert hand_in("second", "2026-10-12 10:00 UTC")[0] == "second"
    word, done = hand_in("first", "2026-10-11 10:00 UTC")
    assert (word, done.older) == ("second", ["ada"])
    word, done = hand_in("third", "2026-10-13 10:00 UTC")
    assert (word, done.newer) == ("third", ["ada"])
    word, done = hand_in("whenever", "")
    assert word == "third"
    assert "nothing says which is newer: --replace" in done.unplaced[f"ada/{FILE}"]
    assert hand_in("whenever", "", replace=True)[0] == "whenever"
    assert time_of(course, "ada") is None


def test_what_belongs_to_nobody_or_to_another_assignment_is_listed(course, notebook, tmp_path):
    foreign = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
    files = {
        FILE: notebook("whose?"),
        "ada/other.ipynb": foreign,
        "bob/essay.docx": b"",
        f"cleo/{FILE}": b"damaged",  # by its name: the grader says what is wrong with it
        f"dan/a/{FILE}": notebook("one"),
        f"dan/b/{FILE}": notebook("two"),
        f"[e]/{FILE}": notebook("pattern"),
    }
    done = collected(course, tmp_path / "plain", files)
    assert sorted(done.new) == ["cleo", "dan"]
    assert {path: why.partition(",")[0].split(" of ")[0] for path, why in done.unplaced.items()} == {
        FILE: "its name does not say which student it belongs to",
        "ada/other.ipynb": "is no notebook",
        "bob/essay.docx": "is not a notebook",
        f"dan/b/{FILE}": f"is another {FILE}",
        f"[e]/{FILE}": "'[e]' cannot be the name",
    }


def evil(folder):
    """A folder of what nobody should unpack, and the words that refuse it."""
    link = zipfile.ZipInfo("link.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    flood = {f"{number}.ipynb": b"" for number in range(downloads.MAX_ENTRIES + 1)}
    bomb = b" " * (downloads.MAX_NOTEBOOK_BYTES + 1)
    torn = bytearray(zipped({FILE: b"12345678" * 99}))
    torn[60:70] = b"0123456789"
    files = {
        "slip.zip": (zipped({"../../../slipped.ipynb": b"x"}), "leads out of the zip"),
        "root.zip": (zipped({"/tmp/slipped.ipynb": b"x"}), "leads out of the zip"),
        "windows.zip": (zipped({"..\\..\\slipped.ipynb": b"x"}), "leads out of the zip"),
        "link.zip": (zipped({link: b"/etc/passwd"}), "is a link"),
        "bomb.zip": (zipped({FILE: bomb}), "too large"),
        "bombs.zip": (zipped({f"{number}.ipynb": bomb[: 2**25] for number in range(5)}), "too large"),
        "nested.zip": (zipped({"inner.zip": zipped({FILE: b"x"})}), "a zip in a zip"),
        "flood.zip": (zipped(flood, compression=zipfile.ZIP_STORED), "the limit is 10000"),
        "torn.zip": (bytes(torn), "cannot be read"),
        "text.zip": (b"no zip", "is not a zip"),
    }
    save(folder, {name: content for name, (content, _) in files.items()})
    (folder / "out").mkdir()
    (folder / "out" / FILE).symlink_to("/etc/passwd")
    (folder / "away").symlink_to("/etc")
    os.mkfifo(folder / "out" / "pipe.ipynb")
    words = {name: said for name, (_, said) in files.items()}
    return words | {f"out/{FILE}": "is a link", "away": "is a link", "out/pipe.ipynb": "no plain file"}


def test_what_one_student_packed_is_not_taken_for_a_student_of_the_assignments_name(course, notebook, tmp_path):
    packed = save(tmp_path / "ada.zip", {f"{ASSIGNMENT}/{FILE}": notebook()})
    done = Collector(course, ASSIGNMENT).collect(packed)
    assert (done.new, list(done.unplaced)) == ([], [f"{ASSIGNMENT}/{FILE}"])
    assert "student's name" in done.unplaced[f"{ASSIGNMENT}/{FILE}"]
    (download := tmp_path / "download").mkdir()
    packed.rename(download / "ada.zip")
    assert Collector(course, ASSIGNMENT).collect(download).new == ["ada"]


def test_links_names_that_lead_out_and_bombs_are_refused(course, tmp_path):
    words = evil(tmp_path / "evil")
    before = set(tmp_path.parent.rglob("slipped.ipynb"))
    (tmp_path / "copies").mkdir()
    found = downloads.read(tmp_path / "evil", tmp_path / "copies")
    for name, said in words.items():
        troubles = [file.trouble for file in found if str(file.path).startswith(name) and file.trouble]
        assert troubles, name
        assert said in troubles[0], name
    kept = sum(path.stat().st_size for path in (tmp_path / "copies").iterdir())
    assert kept <= downloads.MAX_ZIP_BYTES
    assert set(tmp_path.parent.rglob("slipped.ipynb")) == before


def test_the_command_lists_what_it_could_not_place_and_says_so_by_its_status(course, notebook, tmp_path):
    download = save(tmp_path / "canvas.zip", {f"ada_1_2_{FILE}": notebook("x"), "bob_2_3_\x1b[2Jx.txt": b""})
    said = run("autograder", "collect", download, "-a", ASSIGNMENT, cwd=course, status=1)
    assert f"{ASSIGNMENT}, canvas: 1 new" in said
    assert "not placed: bob_2_3_" in said
    assert "\x1b[2J" not in said
    assert "Traceback" not in said
    with pytest.raises(UserError, match="does not exist: give the zip"):
        Collector(course, ASSIGNMENT).collect(tmp_path / "none.zip")
    with pytest.raises(UserError, match="there is no assignment 01-convolutional in"):
        Collector(course, "01-convolutional")


@pytest.mark.parametrize(
    "place", [".", "..", "source", "release/01-convolutional-layers", "submitted", ".magic-window"]
)
def test_the_course_directory_is_no_download(course, place):
    with pytest.raises(UserError, match="belongs to the course directory: give the zip"):
        Collector(course, ASSIGNMENT).collect(course / place)


def test_a_zip_in_a_folder_of_the_course_directory_is_one(course, notebook):
    (course / "downloads").mkdir()
    download = save(course / "downloads" / "canvas.zip", {f"ada_1_2_{FILE}": notebook("x")})
    assert Collector(course, ASSIGNMENT).collect(download).new == ["ada_1"]


def test_a_zip_that_was_cut_off_is_told_from_what_is_none(course, notebook, tmp_path):
    whole = zipped({f"ada_1_2_{FILE}": notebook("x")})
    cut = whole[: len(whole) // 2]
    for content, words in {cut: "whose end is missing: download it again", b"x": "is not a zip"}.items():
        (tmp_path / "canvas.zip").write_bytes(content)
        with pytest.raises(UserError, match=words):
            Collector(course, ASSIGNMENT).collect(tmp_path / "canvas.zip")


def test_of_two_students_of_one_name_neither_is_placed_by_guess(course, notebook, tmp_path):
    files = {
        f"John Smith_{number}_assignsubmission_file_/{FILE}": notebook(word)
        for number, word in {"812": "one", "813": "other"}.items()
    }
    files[f"Emmy Noether_814_assignsubmission_file_/{FILE}"] = notebook("emmy")
    done = collected(course, tmp_path / "download", files)
    assert placed(course) == {"emmy-noether": "emmy"}
    assert set(done.unplaced.values()) == {"there are two students of the name John Smith: --roster FILE tells"}
    assert len(done.unplaced) == 2


def test_our_notebook_is_known_by_its_answers_alone_where_its_checks_were_deleted(course, notebook, tmp_path):
    stripped = json.loads(notebook("stripped"))
    stripped["cells"] = [cell for cell in stripped["cells"] if not cell["metadata"].get("nbgrader", {}).get("locked")]
    files = {"ada/hw.ipynb": json.dumps(stripped).encode()}
    done = collected(course, tmp_path / "download", files)
    assert (done.unplaced, placed(course)) == ({}, {"ada": "stripped"})
