"""A header → the templates that it may be of, the best first; sure or to be asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parcours.intake.columns import missing_columns, recogniser
from parcours.intake.learned import Learned
from parcours.intake.template import Template
from parcours.intake.words import fold_word


LEAST_TITLES = 3  # of a line that reads as titles though no template knows one
LEAST_WORDED = 0.75  # share of its cells that are words
LEAST_KNOWN = 2  # titles; one title alone is chance
CLOSE = 0.75  # share of the best one's titles from which another template fits too


@dataclass(frozen=True)
class Candidate:
    """A template that a file may be of.

    Attributes:
        template: its code.
        labels: {"fr": …, "en": …}.
        known: titles of the file that it knows.
        titles: titles of the file.
        is_whole: the file has its minimum: somebody or something, and a date.
    """

    template: str
    labels: Mapping[str, str]
    known: int
    titles: int
    is_whole: bool


def rank_templates(
    header: Sequence[str], templates: Sequence[tuple[Template, Learned | None]]
) -> tuple[Candidate, ...]:
    """Sort the templates by how many titles of a file they know.

    Args:
        header: titles of the file.
        templates: those that its sender may use, with what was told of its titles.

    Returns:
        Those that know at least two, the best first; whole ones before the others.
    """
    titles = sum(1 for title in header if title.strip())
    found = [
        Candidate(
            template.code,
            template.label,
            recogniser(template, learned)(header),
            titles,
            _is_whole(header, template, learned),
        )
        for template, learned in templates
    ]
    fitting = [one for one in found if one.known >= LEAST_KNOWN]
    return tuple(sorted(fitting, key=lambda one: (not one.is_whole, -one.known)))


def sure_template(candidates: Sequence[Candidate]) -> str | None:
    """Choose a template where only one fits.

    Args:
        candidates: from `rank_templates`.

    Returns:
        Its code, None where somebody has to choose.
    """
    if not candidates:
        return None
    best = candidates[0]
    rivals = [
        one
        for one in candidates[1:]
        if one.is_whole == best.is_whole and one.known > CLOSE * best.known
    ]
    return None if rivals else best.template


def worded_titles(titles: Sequence[str]) -> int:
    """Count the titles of a line that no template knows, if it reads as a header.

    Args:
        titles: cells of one line.

    Returns:
        How many are words, no two alike; 0 where the line looks like anything else.
    """
    filled = [title for title in titles if title.strip()]
    if not all(any(map(str.isalpha, title)) for title in filled):
        return 0  # a date or a number: a row of somebody
    worded = {fold_word(t) for t in filled if not any(map(str.isdigit, t))}
    enough = len(worded) >= LEAST_TITLES and len(worded) >= LEAST_WORDED * len(filled)
    return len(worded) if enough else 0


def unknown_to(
    header: Sequence[str], templates: Sequence[tuple[Template, Learned | None]]
) -> tuple[Candidate, ...]:
    """Offer every template for a file of which none knows the titles.

    Args:
        header: titles of the file.
        templates: those that its sender may use.

    Returns:
        All of them, in their order: somebody has to choose, and to tell the titles.
    """
    titles = sum(1 for title in header if title.strip())
    return tuple(
        Candidate(
            template.code,
            template.label,
            recogniser(template, learned)(header),
            titles,
            is_whole=False,
        )
        for template, learned in templates
    )


def _is_whole(
    header: Sequence[str], template: Template, learned: Learned | None
) -> bool:
    names = {
        fold_word(title): column.name
        for column in template.columns.values()
        for title in column.headers
    }
    used = {names[word] for word in map(fold_word, header) if word in names}
    if learned is not None:
        used |= {column for title in header if (column := learned.column(title))}
    months = template.months
    positions = [
        place
        for place, title in enumerate(header)
        if months is not None and months.header.fullmatch(title)
    ]
    return missing_columns(template, used, positions) is None
