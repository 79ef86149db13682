"""What a model says of itself → the same, its head counts told as all others are.

A note is a sentence that holds exact counts. Those known here are said again with
blocks in their place; any other that holds a figure is not told at all, so that a new
note says nothing by mistake.
"""

import re
from collections.abc import Callable, Iterable

from cohorts.disclosure.head_counts import tell
from config.translation import _


TENTH = 10  # a share of the events is told in tenths: two digits would be their count


def told_notes(notes: Iterable[str], *, base: int) -> tuple[str, ...]:
    """Tell the notes of a model as its head counts may be told.

    Args:
        notes: of the model, in the language in use.
        base: persons per block of a head count, 0 = exact counts of public data.

    Returns:
        Those that may be told, in order.
    """
    if not base:
        return tuple(notes)
    said = (_told(note, base) for note in notes)
    return tuple(one for one in said if one)


def _told(note: str, base: int) -> str:
    """Say one note again; "" where it holds a figure that nothing here covers."""
    if not re.search(r"\d", note) or note in _without_counts():
        return note
    for template, ways in _with_counts(base).items():
        found = re.fullmatch(_pattern(template), note)
        if found:
            words = {name: ways[name](n) for name, n in found.groupdict().items()}
            return template.format(**words)
    if re.fullmatch(_pattern(_periods()), note):
        return _(
            "des périodes où tous ceux à risque ont eu l’événement n’apprennent rien "
            "au modèle"
        )
    return ""


def _with_counts(base: int) -> dict[str, dict[str, Callable[[str], str]]]:
    """Give each counting note, with the way to tell each of its figures."""

    def heads(n: str) -> str:
        told = tell(int(n), base=base)
        return f"< {told.under}" if told.under else str(told.n)

    return {
        _("entrées tardives : {n} (lignes)"): {"n": heads},
        _("lignes : {rows} ; personnes : {persons}"): {"rows": heads, "persons": heads},
        _(
            "{n} événements pour {columns} coefficients : peu ; la méthode de "
            "Firth corrige le biais"
        ): {"n": heads, "columns": str},
        _(
            "{percent} % des événements partagent leur date avec un autre : le "
            "modèle à temps discret (cloglog) convient mieux"
        ): {"percent": lambda n: f"≥ {int(n) // TENTH * TENTH}"},
    }


def _without_counts() -> tuple[str, ...]:
    """Give the notes whose figures count nobody."""
    return (
        _(
            "sous-répartition (Fine et Gray) : se lit à côté des modèles par cause ; "
            "les parts prédites de plusieurs causes peuvent dépasser 1"
        ),
    )


def _periods() -> str:
    return _(
        "{n} périodes où tous ceux à risque ont eu l’événement n’apprennent rien au "
        "modèle"
    )


def _pattern(template: str) -> str:
    parts = re.split(r"\{(\w+)\}", template)
    return "".join(
        rf"(?P<{part}>\d+)" if k % 2 else re.escape(part)
        for k, part in enumerate(parts)
    )
