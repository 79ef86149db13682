"""Two definitions → what one says and the other does not, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Literal

from cohorts.definition.explain import explain
from cohorts.definition.language import CohortDefinition
from config.translation import _, label
from parcours.nomenclature import Nomenclature


@dataclass(frozen=True)
class Difference:
    """One sentence that stands in one of two definitions only.

    Attributes:
        side: gone (in the first only) or come (in the second only).
        text: the sentence.
    """

    side: Literal["gone", "come"]
    text: str


def differences(
    older: CohortDefinition, newer: CohortDefinition, *, nomenclature: Nomenclature
) -> tuple[Difference, ...]:
    """Say what changed between two definitions.

    Args:
        older: the first.
        newer: the second.
        nomenclature: the territory's words.

    Returns:
        Sentences gone, then sentences come; empty only where nothing changed, neither
        meaning nor words.
    """
    before = _sentences(older, nomenclature)
    after = _sentences(newer, nomenclature)
    found = [Difference("gone", text) for text in before if text not in after]
    found += [Difference("come", text) for text in after if text not in before]
    if not found and older != newer:
        parts = [
            part.name
            for part in fields(CohortDefinition)
            if getattr(older, part.name) != getattr(newer, part.name)
        ]
        text = _("Un détail change, que les phrases ne disent pas : {parts}.")
        found = [Difference("come", text.format(parts=", ".join(parts)))]
    return tuple(found)


def _sentences(definition: CohortDefinition, words: Nomenclature) -> Sequence[str]:
    told = explain(definition, nomenclature=words)
    version = _("Règles de décrochage : version {version}.")
    return [
        _("Titre : {title}.").format(title=label(definition.label)),
        told.paragraph,
        *told.points,
        *([told.note] if told.note else []),
        version.format(version=told.rules_version),
    ]
