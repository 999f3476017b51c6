"""Prose that cannot drift from its evidence: which numbers and comparisons a page may state, and how.

A page's text is parsed as MyST. Outside roles it may hold plain dates, count words and numbers of sections; any other
number, and any word that says how numbers compare ("rose", "most"), must stand in a role:

``{result}`id` ``, ``{number}`id` ``
    a registered result, with or without its unit;
``{compare}`rose <late > early>` ``
    words that hold as long as the comparison of results holds;
``{claim}`words <id>` ``
    what a claim of the ledger says, with the claim's own numbers;
``{exempt}`words <reason>` ``
    an exception, shown on the page as one.
"""

import functools
import re
from dataclasses import dataclass

from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from analysis import CHAPTERS, claims, figures, results, tables
from publishing import execution

_RELATIONS = {
    ">": lambda left, right: left > right,
    "<": lambda left, right: left < right,
    ">=": lambda left, right: left >= right,
    "<=": lambda left, right: left <= right,
    "=": lambda left, right: left == right,
    "~": lambda left, right: abs(left - right) <= 0.1 * max(abs(left), abs(right)),
}
"""The relations of a comparison; ``~`` is "about", within a tenth of the larger."""

_WITH_TARGET = re.compile(r"(?s)(?P<words>.*?)\s*<(?P<target>.+)>")
_COMPARISON = re.compile(r"\s*(?P<left>.+?)\s*(?P<relation>>=|<=|>|<|=|~)\s*(?P<right>.+?)\s*")
_TERM = re.compile(r"(?:(?P<factor>[\d.]+)\s*\*\s*)?(?P<reference>[a-z][\w.-]*)|(?P<constant>-?[\d.]+)")

_UP = (
    r"rose|rise|rises|risen|rising|grew|grow|grows|grown|growing|growth|increase[sd]?|increasing|climb(?:s|ed)?|doubled"
    r"|tripled|trebled|quadrupled|exceed(?:s|ed|ing)?|outnumber(?:s|ed)?|surpass(?:es|ed)?|more than|most|majority"
    r"|larger|largest|higher|highest|greater|greatest|bigger|biggest|longer|longest|twice|thrice"
    r"|more(?=[^.;:]{1,60}\bthan\b)"
)
_DOWN = (
    r"fell|fall|falls|fallen|falling|decline[sd]?|declining|decrease[sd]?|decreasing|drop(?:s|ped)?|shrank|shrinks?"
    r"|shrunk|halved|less than|fewer|minority|smaller|smallest|lower|lowest|(?<!at )least|shorter|shortest"
    r"|less(?=[^.;:]{1,60}\bthan\b)"
)
_EVEN = r"half|one third|a third|two thirds|a quarter|one quarter|three quarters"
_DIRECTION = re.compile(
    rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<even>{_EVEN})|(?P<bound>above|below|over|under|nearly|almost)(?=\s*\uFFFC))\b",
    re.IGNORECASE,
)

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_YEAR = r"(?:1\d{3}|20\d{2})"
_UNIT_AHEAD = (
    r"(?!\s*(?:%|‰|per cent|percent|k?m\b|km²|km³|m³|mm|hectares|kilomet|met(?:re|er)|tonnes|barrels|people|persons|"
    r"votes|US\$|dollars|thousand|million|billion|times)|[.,:]\d|\d)"
)
_PLAIN = re.compile(
    rf"\b\d{{1,2}}(?:[–-]\d{{1,2}})? {_MONTH}\b(?: {_YEAR})?"
    rf"|\b{_MONTH} \d{{1,2}}(?:, {_YEAR})?\b"
    rf"|(?<![\d.,$€:]){_YEAR}(?:[–/-](?:{_YEAR}|\d{{2}})\b|s\b)?{_UNIT_AHEAD}"
    r"|\b(?:AD|CE)\s\d{1,4}\b|\b\d{1,4}(?:[–-]\d{1,4})?\s(?:BC|BCE|AD|CE)\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)(?: and \d{1,2}(?:st|nd|rd|th))? (?:century|centuries)\b"
    r"|\b(?:[Cc]hapters?|[Ss]ections?|[Ff]igures?|[Tt]ables?|[Aa]rticles?|[Pp]arts?|[Nn]otes?|[Aa]nnex)\s\d+(?:\.\d+)?\b"
)
_NUMBER = re.compile(
    r"[$€]?[−-]?\d(?:[\d.,]*\d)?(?:\s?%)?|\b(?:hundreds?|thousands?|millions?|billions?|dozens?|per cent|percent)\b"
)
_SENTENCE_END = re.compile(r"(?<=[.!?…])[”’)]?\s+(?=[A-ZÀ-Ž“‘(\uFFFC])")

_BACK_MATTER = sorted(
    path.relative_to(execution.ROOT).as_posix() for path in (execution.ROOT / "chapters/back").glob("*.md")
)
_PRINTS_A_NUMBER = {"result", "number"}
_DIRECTIVES_WITHOUT_PROSE = {
    "code-cell", "chapter-tables", "chapter-sources", "table-catalogue", "result-list", "correction-list",
    "figure-grid", "claim-list", "source-list", "name-list", "registered-figure", "bibliography", "math",
}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """A place in a page that states what nothing holds it to."""

    line: int
    sentence: str
    message: str

    def __str__(self):
        return f"{self.message}, in “{self.sentence}”"


@dataclass(frozen=True)
class Quotation:
    """A sentence that quotes a result: where it stands, and the result's id (with its part)."""

    place: str
    sentence: str
    reference: str


@dataclass(frozen=True)
class Comparison:
    """A comparison of two values, as it stands now."""

    left: float
    relation: str
    right: float
    text: str
    holds: bool


class ComparisonError(ValueError):
    """A comparison that cannot be made; the message says why."""


def pages(chapters=()):
    """Return the pages whose prose is checked: those of some chapters, or cover, chapters and back matter."""
    if chapters:
        return [f"chapters/{name}.md" for name in chapters]
    return ["index.md", *(f"chapters/{name}.md" for name in CHAPTERS), *_BACK_MATTER]


def split(content):
    """Return the words and the target of a role's content ``words <target>``; without a target, the content twice.

    Examples
    --------
    >>> split("rose <trade.last > trade.first>"), split("water-ili")
    (('rose', 'trade.last > trade.first'), ('', 'water-ili'))
    """
    found = _WITH_TARGET.fullmatch(content)
    return (found["words"], found["target"].strip()) if found else ("", content.strip())


def compare(expression):
    """Return the comparisons that an expression makes.

    Parameters
    ----------
    expression : str
        Such as ``trade.last > trade.first``, ``share >= 0.5 * total`` or several joined by ``and``. A side is a
        result, a number, or a number times a result. Two results must have the same unit.

    Returns
    -------
    list of Comparison

    Raises
    ------
    ComparisonError
        If the expression is ill-formed, or compares what cannot be compared.
    analysis.tables.UnknownNameError
        If no result has the name.
    """
    return [_compare(part) for part in re.split(r"\s+and\s+", expression)]


def results_of(expression):
    """Return the results that a comparison names, in its order; without any it raises `ComparisonError`."""
    sides = [side for part in re.split(r"\s+and\s+", expression) for side in re.split(r">=|<=|[><=~]", part)]
    found = [term["reference"] for side in sides if (term := _TERM.fullmatch(side.strip())) and term["reference"]]
    if not found:
        raise ComparisonError(f"{expression!r} names no result")
    return found


def _compare(expression):
    found = _COMPARISON.fullmatch(expression)
    if not found:
        raise ComparisonError(f"{expression!r} is no comparison such as 'late > early'")
    (left, left_text, left_unit), (right, right_text, right_unit) = (
        _side(found["left"], expression),
        _side(found["right"], expression),
    )
    if None not in (left_unit, right_unit) and left_unit != right_unit:
        raise ComparisonError(f"{expression!r} compares {left_unit or 'no unit'} with {right_unit or 'no unit'}")
    relation = found["relation"]
    return Comparison(left, relation, right, f"{left_text} {relation} {right_text}", _RELATIONS[relation](left, right))


def _side(term, expression):
    found = _TERM.fullmatch(term)
    if not found:
        raise ComparisonError(f"{term!r} in {expression!r} is neither a result nor a number")
    if found["constant"]:
        return float(found["constant"]), found["constant"], None
    factor = float(found["factor"] or 1)
    value = results.value(found["reference"])
    if isinstance(value, str):
        raise ComparisonError(f"{found['reference']!r} in {expression!r} is a text and not a number")
    text = results.text(found["reference"])
    return factor * value, f"{found['factor']} × {text}" if found["factor"] else text, results.unit(found["reference"])


def faults(text):
    """Return the faults of a page's text.

    Parameters
    ----------
    text : str
        A page in MyST.

    Returns
    -------
    list of Fault
        In the order of the page; the lines count from 1.
    """
    return [fault for paragraph in _paragraphs(text) for fault in paragraph.faults()]


def quotations(place, text):
    """Return every sentence of a text that quotes a result (a list of `Quotation`), once for each result.

    Parameters
    ----------
    place : str
        What the text is, such as the path of a page; the line is added to it.
    text : str
        MyST, such as a page, a caption or a finding.
    """
    return [
        Quotation(f"{place}:{line}", sentence, reference)
        for paragraph in _paragraphs(text)
        for line, sentence, reference in paragraph.quoted()
    ]


def quoted():
    """Return every sentence of the book that quotes a result: of pages, of figures' texts and of the ledger."""
    texts = {page: (execution.ROOT / page).read_text(encoding="utf-8") for page in pages()}
    for record in figures.all():
        for kind in ("title", "subtitle", "caption", "alt"):
            texts[f"figure {record.id}, {kind}"] = getattr(record, f"{kind}_template")
    for claim in claims.all():
        texts |= {f"claim {claim.id}, finding": claim.finding, f"claim {claim.id}, revision": claim.revision}
    return [quotation for place, text in texts.items() for quotation in quotations(place, text)]


@functools.cache
def _parser():
    return create_md_parser(MdParserConfig(enable_extensions={"colon_fence", "deflist", "substitution"}), RendererHTML)


def _paragraphs(text, offset=0):
    for token in _parser().parse(text):
        if token.type == "inline":
            yield _Paragraph(token, offset)
        elif token.type in ("fence", "colon_fence"):
            name = re.match(r"\{([\w:-]+)\}", token.info)
            if name and name[1] not in _DIRECTIVES_WITHOUT_PROSE:
                yield from _paragraphs(token.content, offset + token.map[0] + 1)


class _Paragraph:
    """The inline content of a block: its text, in which each role is one replacement character, and the roles."""

    def __init__(self, token, offset):
        self.text, self.lines, self.roles = "", [], []
        line = offset + token.map[0] + 1
        for child in token.children:
            match child.type:
                case "text":
                    self._add(child.content, line)
                case "softbreak" | "hardbreak":
                    self._add(" ", line)
                    line += 1
                case "myst_role":
                    self.roles.append((len(self.text), child.meta["name"], child.content))
                    self._add("\ufffc", line)
                case "code_inline" | "math_inline" | "image":
                    self._add("\u2060", line)

    def _add(self, text, line):
        self.text += text
        self.lines += [line] * len(text)

    def faults(self):
        """Return the faults of the block in the order of its text."""
        plain = _PLAIN.sub(lambda match: " " * len(match[0]), self.text)
        said = [(match.start(), f"the number {match[0].strip()!r} is no result") for match in _NUMBER.finditer(plain)]
        for match in _DIRECTION.finditer(self.text):
            if match["bound"] and self._role_after(match.end()) not in _PRINTS_A_NUMBER:
                continue
            said.append((match.start(), f"{match[0]!r} compares, but no {{compare}} holds it"))
        for place, name, content in self.roles:
            check = _CHECKS.get(name)
            said += [(place, message) for message in (check(content) if check else [])]
        return [Fault(self.lines[place], self._sentence(place), message) for place, message in sorted(said)]

    def quoted(self):
        """Return line, sentence and result of each quoted result of the block."""
        for place, name, content in self.roles:
            if name in _PRINTS_A_NUMBER:
                yield self.lines[place], self._sentence(place), content
            elif name == "compare":
                for reference in results_of(split(content)[1]):
                    yield self.lines[place], self._sentence(place), reference

    def _role_after(self, place):
        return next((name for start, name, _ in self.roles if start >= place), None)

    def _sentence(self, place):
        ends = [match.end() for match in _SENTENCE_END.finditer(self.text)]
        start = max((end for end in ends if end <= place), default=0)
        end = min((end for end in ends if end > place), default=len(self.text))
        roles = iter(content for position, _, content in self.roles if start <= position < end)
        words = re.sub(
            "\ufffc", lambda _: split(found)[0] or f"[{found}]" if (found := next(roles)) else "", self.text[start:end]
        )
        return " ".join(words.split())


def _check_compare(content):
    words, expression = split(content)
    if not words:
        return [f"the comparison {content!r} has no words"]
    try:
        made = compare(expression)
    except (ComparisonError, tables.UnknownNameError) as error:
        return [str(error)]
    found = [f"{words!r} does not hold: {one.text} is not so" for one in made if not one.holds]
    for match in _DIRECTION.finditer(words):
        wrong = "<" if match["up"] else ">" if match["down"] else None
        if wrong and all(one.relation.startswith(wrong) for one in made):
            found.append(f"{words!r} says the opposite of its comparison {expression!r}")
    return found + _numbers_in(words, "a comparison")


def _check_claim(content):
    words, name = split(content)
    try:
        claim = claims.get(name)
    except tables.UnknownNameError as error:
        return [str(error)]
    stated = {_value(match[0]) for match in _NUMBER.finditer(f"{claim.text} {claim.start} {claim.end}")}
    stated.add(claim.value)
    return [
        f"the number {match[0]!r} is not in the claim {name!r}"
        for match in _NUMBER.finditer(words)
        if _value(match[0]) not in stated
    ]


def _value(number):
    digits = re.sub(r"[^\d.]", "", number).strip(".")
    return float(digits) if digits and digits.count(".") < 2 else number


def _check_exempt(content):
    words, reason = split(content)
    return [] if words and len(reason.split()) > 1 else [f"the exception {content!r} gives no reason"]


def _numbers_in(words, kind):
    return [f"the number {match[0]!r} in {kind} is no result" for match in _NUMBER.finditer(_PLAIN.sub("", words))]


_CHECKS = {"compare": _check_compare, "claim": _check_claim, "exempt": _check_exempt}
