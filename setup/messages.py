"""Collect the sentences that people read, for translators; and compile what they have translated.

python setup/messages.py collect [FOLDER]    write FOLDER/autograder.pot, FOLDER/mistakes.pot and FOLDER/book.pot
python setup/messages.py update              put new sentences into the languages' .po files, and take old ones out
python setup/messages.py compile [FILE ...]  make of every .po file the .mo file that is read at run time
"""

import importlib
import pkgutil
import sys
from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PACKAGE = ROOT / "autograder"
LANGUAGES = PACKAGE / "language"
CHANGING = tuple(
    f'"{field}:'
    for field in (
        "Project-Id-Version",
        "Report-Msgid-Bugs-To",
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Generated-By",
    )
)  # fields of a .po file's head that say nothing here
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "noted": None}
METHODS = [("**.py", "python"), ("**.j2", "jinja2")]


def said_by_code() -> Catalog:
    """What the code says: every call of `_`, `ngettext` and `noted`, the commands' help, a workspace's README."""
    catalog = Catalog(project="Magic Window", charset="utf-8")
    for name, _line, text, comments, _context in extract_from_dir(
        PACKAGE, METHODS, keywords=KEYWORDS, comment_tags=("For translators:",)
    ):
        catalog.add(text, auto_comments=[*comments, name])
    for text, command in helps():
        catalog.add(text, auto_comments=[f"help of `autograder {command}`"])
    for text in importlib.import_module("autograder.learner.starting").readme_paragraphs():
        catalog.add(text, auto_comments=["the README of a workspace"])
    return catalog


def helps():
    """The help of each command, in paragraphs as the terminal shows it, with the command's name."""
    cli = importlib.import_module("autograder.cli")
    for folder in ("learning", "teaching", "authoring"):
        package = importlib.import_module(f"autograder.cli.{folder}")
        for module in pkgutil.iter_modules(package.__path__):
            command = getattr(importlib.import_module(f"{package.__name__}.{module.name}"), module.name, None)
            if module.name in cli.LEARNING + cli.TEACHING + cli.AUTHORING and command:
                yield cli.flowing(command.__doc__), module.name


def said_by_the_bank() -> Catalog:
    """What the bank says: names of mistakes and of cases, what cases test, hints, and sentences on other libraries."""
    bank = importlib.import_module("autograder.bank")
    catalog = Catalog(project="Magic Window", charset="utf-8")
    seen: dict[str, dict[str, None]] = {}
    for exercise in bank.EXERCISES.values():
        for mistake in exercise.mistakes:
            seen.setdefault(mistake.name, {})[f"name: {exercise.id}"] = None
            seen.setdefault(mistake.hint, {})[f"hint: {exercise.id}: {mistake.name}"] = None
            seen.setdefault(mistake.elsewhere, {})[f"elsewhere: {exercise.id}"] = None
        for case in exercise.cases:
            seen.setdefault(case.name, {})[f"case: {exercise.id}"] = None
            seen.setdefault(case.why, {})[f"what a case tests: {exercise.id}: {case.name}"] = None
    seen.pop("", None)
    for text, where in seen.items():
        catalog.add(text, auto_comments=list(where)[:3])
    return catalog


def said_by_directives() -> Catalog:
    """What the book's own directives say. The pages' text is collected by Sphinx."""
    catalog = Catalog(project="Magic Window", charset="utf-8")
    for name, _line, text, comments, _context in extract_from_dir(ROOT / "book" / "_ext", keywords={"_": None}):
        catalog.add(text, auto_comments=[*comments, name])
    return catalog


SAID = {"autograder": said_by_code, "mistakes": said_by_the_bank}


def collect(folder: Path) -> None:
    """Write a template for each domain, and for the book's directives."""
    folder.mkdir(parents=True, exist_ok=True)
    for domain, said in {**SAID, "book": said_by_directives}.items():
        with (folder / f"{domain}.pot").open("wb") as file:
            write_po(file, said(), width=100, omit_header=False)
        print(folder / f"{domain}.pot")


def update() -> None:
    """Bring the translations in line with the code; what is new in them is empty, and says so."""
    for domain, said in SAID.items():
        template = said()
        for path in sorted(LANGUAGES.glob(f"*/LC_MESSAGES/{domain}.po")):
            catalog = read(path)
            catalog.update(template, no_fuzzy_matching=True)
            catalog.obsolete.clear()
            write(path, catalog)
            missing = [message.id for message in catalog if message.id and not all_of(message.string)]
            print(f"{path.relative_to(ROOT)}: {len(catalog)} sentences, {len(missing)} to translate")


def all_of(string) -> bool:
    """Whether a translation is there, in each of its plural forms."""
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


def read(path: Path) -> Catalog:
    """Read a .po file of the language that its folder is called by."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def write(path: Path, catalog: Catalog) -> None:
    """Write a .po file that changes only where its sentences do: no dates, no line numbers."""
    catalog.header_comment = f"# Magic Window, {catalog.locale.get_display_name('en')}. Licence of the text: CC BY 4.0."
    catalog.fuzzy = False
    with path.open("wb") as file:
        write_po(file, catalog, width=100, omit_header=False)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(CHANGING)), encoding="utf-8")


def compile_all(paths: Sequence[Path] = ()) -> None:
    """Write the .mo file beside each .po file, or beside those of `paths` only."""
    for path in paths or sorted(LANGUAGES.glob("*/LC_MESSAGES/*.po")):
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read(path.resolve()))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["collect", *rest]:
            collect(Path(*rest) if rest else ROOT / "_build" / "gettext")
        case ["update"]:
            update()
        case ["compile", *paths]:
            compile_all([*map(Path, paths)])
        case _:
            sys.exit(__doc__)
