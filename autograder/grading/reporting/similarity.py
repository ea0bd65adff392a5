"""Find answers that are nearly identical: something for a person to look at, and no proof of anything.

An answer is read as the sequence of its tokens, without comments, docstrings, type hints and layout, and with one and
the same token for every name that it makes up itself. So a copy with other names and other blanks is still the same.
The similarity of two answers is the share of both sequences that agrees, in order (the normalised Indel similarity):
1 for the same; the course's own answers in several styles have 0.3 to 0.72 with each other.
"""

import ast
import builtins
import io
import itertools
import tokenize
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rapidfuzz.distance import Indel

from .candidates import candidate_pairs

NEARLY_IDENTICAL = 0.9
EACH_WITH_EACH = 300  # different answers to an exercise; of more than that only likely pairs are compared
FEWEST_TOKENS = 60  # a shorter function can hardly be written in two ways
_HALF_LETTERS = 0xD800, 0x800  # Unicode has no letters from there on, and so many
_LAYOUT = {tokenize.NEWLINE, tokenize.NL, tokenize.COMMENT, tokenize.ENCODING, tokenize.ENDMARKER}
_DOCUMENTED = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module
_Place = TypeVar("_Place", bound=Hashable)
_INDENT = {tokenize.INDENT: "<indent>", tokenize.DEDENT: "<dedent>"}


@dataclass(frozen=True)
class SimilarAnswers:
    """Answers to one exercise that are nearly identical, each to at least one other of them."""

    exercise: str
    students: tuple[str, ...]
    least: float  # of the similarities above the threshold that were found in it
    most: float
    tokens: int  # of the shortest


@dataclass(frozen=True)
class Likeness:
    """The result of comparing the answers to one exercise."""

    groups: tuple[SimilarAnswers, ...]
    too_short: int  # answers that were not compared because they are short
    like_the_courses: tuple[str, ...]  # students whose answer is nearly that of the course or of one of its styles


def tokens_of(source: str) -> list[str]:
    """Return the tokens of an answer as they are compared; empty where it is not Python."""
    try:
        tree = ast.parse(source)
        text = ast.unparse(_bare(tree))
        made_up = _names_made_up_in(tree)
        read = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (SyntaxError, ValueError, RecursionError, MemoryError, tokenize.TokenError):
        return []
    tokens = []
    for token in read:
        if token.type in _LAYOUT:
            continue
        if token.type in _INDENT:
            tokens.append(_INDENT[token.type])
        elif token.type == tokenize.NAME and token.string in made_up:
            tokens.append("<name>")  # no numbers: one more variable at the top would change them all
        else:
            tokens.append(token.string)
    return tokens


def likeness(exercise: str, answers: Mapping[str, str], known: Mapping[str, str]) -> Likeness:
    """Compare the answers to one exercise.

    Of up to `EACH_WITH_EACH` different ones each is compared with each, of more those that `candidate_pairs` finds.

    Parameters
    ----------
    exercise : str
    answers : mapping of str to str
        The source of each student's answer.
    known : mapping of str to str
        Sources that many may arrive at on their own: the course's answer, and those in other styles.
    """
    tokens = {student: tokens_of(source) for student, source in answers.items()}
    too_short = sum(0 < len(sequence) < FEWEST_TOKENS for sequence in tokens.values())
    tokens = {student: sequence for student, sequence in tokens.items() if len(sequence) >= FEWEST_TOKENS}
    letters = _Letters()
    courses = [letters.spell(tokens_of(source)) for source in known.values()]
    students_of: dict[str, list[str]] = {}  # in a large class many answers are the same but for names
    for student, sequence in tokens.items():
        students_of.setdefault(letters.spell(sequence), []).append(student)
    like = {text for text in students_of if any(_similarity(text, course) for course in courses)}
    rest = {text: students for text, students in students_of.items() if text not in like}
    like_the_courses = {student for text in like for student in students_of[text]}
    return Likeness(
        tuple(_groups(exercise, rest)), too_short, tuple(student for student in tokens if student in like_the_courses)
    )


class _Letters:
    """Spells sequences with a letter for each token: texts are compared several times as fast."""

    def __init__(self) -> None:
        self._letters: dict[str, str] = {}

    def spell(self, tokens: Sequence[str]) -> str:
        """Write the tokens as a text of the same length."""
        for token in tokens:
            number = len(self._letters)
            self._letters.setdefault(token, chr(number + (0 if number < _HALF_LETTERS[0] else _HALF_LETTERS[1])))
        return "".join(map(self._letters.__getitem__, tokens))


def _groups(exercise: str, students_of: Mapping[str, Sequence[str]]) -> Iterator[SimilarAnswers]:
    """Join the students whose answers are nearly identical, also by way of others."""
    texts = list(students_of)
    neighbours: dict[int, dict[int, float]] = {
        place: {place: 1.0} if len(students_of[text]) > 1 else {} for place, text in enumerate(texts)
    }
    few = len(texts) <= EACH_WITH_EACH
    for place, other in itertools.combinations(range(len(texts)), 2) if few else candidate_pairs(texts).tolist():
        if similarity := _similarity(texts[place], texts[other]):
            neighbours[place][other] = neighbours[other][place] = similarity
    grouped: set[int] = set()
    for place in range(len(texts)):
        if place in grouped or not neighbours[place]:
            continue
        group = _reachable(place, neighbours)
        grouped |= group
        similarities = [similarity for member in group for similarity in neighbours[member].values()]
        members = sorted(student for member in group for student in students_of[texts[member]])
        shortest = min(len(texts[member]) for member in group)
        yield SimilarAnswers(exercise, tuple(members), min(similarities), max(similarities), shortest)


def _reachable(start: _Place, neighbours: Mapping[_Place, Collection[_Place]]) -> set[_Place]:
    """Return all that can be reached from `start`, going from neighbour to neighbour."""
    reached, to_visit = {start}, [start]
    while to_visit:
        new = set(neighbours[to_visit.pop()]) - reached
        reached |= new
        to_visit += new
    return reached


def _similarity(text: str, other: str) -> float:
    """Return the similarity, or 0 where it is below the threshold."""
    return Indel.normalized_similarity(text, other, score_cutoff=NEARLY_IDENTICAL)


def _bare(tree: ast.Module) -> ast.Module:
    """Strip docstrings and type hints from the code."""
    for node in ast.walk(tree):
        if isinstance(node, _DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
        if isinstance(node, ast.arg):
            node.annotation = None
    return tree


def _names_made_up_in(tree: ast.Module) -> set[str]:
    """Return the names that the code itself gives: variables, arguments and functions; not those of libraries."""
    given = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            given.add(node.id)
        elif isinstance(node, ast.arg):
            given.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            given.add(node.name)
    return given - set(dir(builtins))
