"""One cell → its value, or the code of the rule that it breaks. Never both.

Each column type has one reader; readers remember what they have read, because partner
files repeat few dates and words many times.
"""

import re
from collections.abc import Callable
from datetime import date

from parcours.intake.cells import BLANK, Cell
from parcours.intake.dates import Moment, parse_moment
from parcours.intake.learned import IGNORED, UNKNOWN_WORDS, Learned
from parcours.intake.neighbourhoods import Neighbourhoods
from parcours.intake.settings import IntakeSettings
from parcours.intake.table import FORMULA
from parcours.intake.template import Column, Template
from parcours.intake.words import NOTHING, fold_word
from pseudonymisation.desk import PartialDate
from pseudonymisation.identities.births import partly_unknown, stands_for_none
from pseudonymisation.identities.refusals import may_be_a_name


Reader = Callable[[str], Cell]
FUTURE_YEARS = 2
OLDEST = 120  # years of age that a date of birth may give
LONGEST_NAME, LONGEST_TEXT, LONGEST_CODE = 120, 80, 64
_REMEMBERED = 50_000
LONGEST_BLANK = 20  # characters of a word for "no answer"
_NUMBER = re.compile(r"-?\d{1,7}(?:[.,]\d+)?\s*(?:h|heures?)?\Z", re.IGNORECASE)
_HOURS = re.compile(r"(\d{1,4})\s*h\s*(\d{2})\Z", re.IGNORECASE)
_COUNT = re.compile(r"\d{1,7}(?:[.,]0+)?\Z")
_POSTCODE = re.compile(r"(?:F-?)?(\d{4,5}|2[AB]\d{3})(?:[.,]0+)?\Z", re.IGNORECASE)
_AGE_BAND = re.compile(r"\d{1,2} (?:a )?\d{1,2}(?: ans)?\Z")
_NAME_LETTER = re.compile(r"[^\W\d_]")


class CellReaders:
    """Makes the reader of each column of a template.

    Args:
        template: declares the order of dates and the word maps.
        settings: words that mean "no answer", word for sexes.
        neighbourhoods: names and codes of the territory.
        today: day of loading.
        epoch: day 0 of spreadsheet serial dates.
        learned: what the sender's own words were told to mean.

    Attributes:
        taught: (our column, cell) → meaning, of the cells read by what was told.
    """

    def __init__(
        self,
        template: Template,
        *,
        settings: IntakeSettings,
        neighbourhoods: Neighbourhoods,
        today: date,
        epoch: date,
        learned: Learned | None = None,
    ) -> None:
        self._learned = learned
        self.taught: dict[tuple[str, str], str] = {}
        self._template, self._settings = template, settings
        self._neighbourhoods = neighbourhoods
        self._today, self._epoch = today, epoch
        self._oldest_year = today.year - OLDEST
        self._sexes = settings.vocabularies["sex"]

    def reader(self, column: Column) -> Reader:
        """Make the remembering reader of one column.

        Args:
            column: the column.

        Returns:
            Text → cell.
        """
        by_type: dict[str, Reader] = {
            "code": lambda text: _code(text, column),
            "name": _name,
            "commune": _name,
            "date": self._date,
            "birth_date": self._birth_date,
            "birth_year": self._birth_year,
            "sex": self._sex,
            "postcode": _postcode,
            "number": lambda text: _number(text, column.maximum),
            "count": lambda text: _count(text, column.maximum),
            "word": lambda text: _word(text, column),
            "neighbourhood": self._neighbourhoods.read,
            "text": _text,
        }
        read = by_type[column.type]
        if self._learned is not None and self._learned.knows_values_of(column.name):
            read = self._taught(column, read, self._learned)
        return _remembering(read, self._settings.blanks)

    def _taught(self, column: Column, read: Reader, learned: Learned) -> Reader:
        """Make a reader that, of a word it does not know, asks what was told."""
        codes = meanings_of(column)

        def taught(text: str) -> Cell:
            cell = read(text)
            if not UNKNOWN_WORDS & {cell.refusal, cell.warning}:
                return cell
            code = learned.value(column.name, text)
            if code is None or (code and codes is not None and code not in codes):
                return cell
            self.taught[column.name, text] = code
            if code == IGNORED:
                return BLANK
            return read(code) if codes is None else Cell(code)

        return taught

    def _date(self, text: str) -> Cell:
        moment = self._moment(text)
        if isinstance(moment, str):
            return Cell(refusal=moment)
        if moment.on > _years_after(self._today, FUTURE_YEARS):
            return Cell(refusal="INTAKE-025")
        return Cell(moment)

    def _moment(self, text: str) -> Moment | str:
        return parse_moment(
            text,
            order=self._template.date_order,
            today=self._today,
            epoch=self._epoch,
        )

    def _birth_date(self, text: str) -> Cell:
        if stands_for_none(text):
            return Cell(warning="INTAKE-054")
        if partial := partly_unknown(text):
            return self._partial_birth(partial)
        moment = self._moment(text)
        if isinstance(moment, str):
            return Cell(refusal=moment)
        on = moment.on
        if not self._oldest_year <= on.year or on > self._today:
            return Cell(refusal="INTAKE-027")
        if moment.precision == "day":
            first_january = (on.month, on.day) == (1, 1)
            warning = "INTAKE-050" if first_january else None
            return Cell(PartialDate(on.year, on.month, on.day), warning=warning)
        if moment.precision == "month":
            return Cell(PartialDate(on.year, on.month))
        return Cell(PartialDate(on.year))

    def _partial_birth(self, partial: PartialDate) -> Cell:
        """Take the month only where the template says which part is the month."""
        if not self._oldest_year <= partial.year <= self._today.year:
            return Cell(refusal="INTAKE-027")
        known = self._template.date_order == "dmy"
        return Cell(partial if known else PartialDate(partial.year))

    def _birth_year(self, text: str) -> Cell:
        if _AGE_BAND.match(fold_word(text)):
            return BLANK  # an age band dates nobody's birth
        cell = self._birth_date(text)
        return Cell(PartialDate(cell.value.year)) if cell.value else cell

    def _sex(self, text: str) -> Cell:
        code = self._sexes.find(text)
        if code is None:
            return Cell(refusal="INTAKE-033")
        return BLANK if code == NOTHING else Cell(code)


def meanings_of(column: Column) -> frozenset[str] | None:
    """Give the codes that an unknown word of a column may be told to mean.

    Args:
        column: of a template.

    Returns:
        Codes; None where the column reads names of places, which are read again.
    """
    if column.type == "neighbourhood":
        return None
    if column.type == "sex":
        return frozenset({"F", "M"})
    return column.words.codes() if column.words else frozenset()


def _years_after(day: date, years: int) -> date:
    return date(day.year + years, day.month, min(day.day, 28))


def _says_nothing(text: str, blanks: frozenset[str]) -> bool:
    if len(text) > LONGEST_BLANK:
        return False
    folded = fold_word(text)
    # letters of another alphabet fold to nothing, and are something all the same
    return folded in blanks and (bool(folded) or not any(map(str.isalnum, text)))


def _remembering(read: Reader, blanks: frozenset[str]) -> Reader:
    known: dict[str, Cell] = {"": BLANK, FORMULA: Cell(refusal="INTAKE-022")}

    def remembering(text: str) -> Cell:
        cell = known.get(text)
        if cell is None:
            cell = BLANK if _says_nothing(text, blanks) else read(text)
            if len(known) < _REMEMBERED:
                known[text] = cell
        return cell

    return remembering


def _code(text: str, column: Column) -> Cell:
    code = " ".join(text.split())
    too_long = len(code) > LONGEST_CODE
    if too_long or (column.pattern and not column.pattern.fullmatch(code)):
        return Cell(refusal="INTAKE-036")
    if not column.pattern and may_be_a_name(code):
        return Cell(refusal="INTAKE-036")
    return Cell(code)


def _name(text: str) -> Cell:
    name = " ".join(text.split())
    if len(name) > LONGEST_NAME:
        return Cell(refusal="INTAKE-035")
    return Cell(name) if _NAME_LETTER.search(name) else BLANK


def _text(text: str) -> Cell:
    short = " ".join(text.split())
    return Cell(refusal="INTAKE-035") if len(short) > LONGEST_TEXT else Cell(short)


def _postcode(text: str) -> Cell:
    match = _POSTCODE.match("".join(text.split()))
    if match is None:
        return Cell(refusal="INTAKE-034")
    return Cell(match[1].upper().zfill(5))


def _number(text: str, maximum: float | None) -> Cell:
    if match := _HOURS.match(text):
        value = int(match[1]) + int(match[2]) / 60
    elif _NUMBER.match(text):
        value = float(re.sub(r"[^\d.,-]", "", text).replace(",", "."))
    else:
        return Cell(refusal="INTAKE-031")
    if value < 0 or (maximum is not None and value > maximum):
        return Cell(refusal="INTAKE-032")
    return Cell(value)


def _count(text: str, maximum: float | None) -> Cell:
    if not _COUNT.match(text):
        return Cell(refusal="INTAKE-031")
    value = int(re.split("[.,]", text)[0])
    if maximum is not None and value > maximum:
        return Cell(refusal="INTAKE-032")
    return Cell(value)


def _word(text: str, column: Column) -> Cell:
    code = column.words.find(text) if column.words else None
    if code is not None:
        return BLANK if code == NOTHING else Cell(code)
    if column.unknown == "warn":
        return Cell(warning="INTAKE-051")
    return Cell(refusal="INTAKE-030")
