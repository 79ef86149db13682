"""Where a picture comes from, in a line that stays with it."""

from cohorts.disclosure.head_counts import PUBLIC
from cohorts.disclosure.released import Provenance
from config.typography import _


DIGEST = 12  # characters of a definition's hash that people read


def source_line(source: Provenance, *, rules_version: str) -> str:
    """Say what a released picture rests on.

    Args:
        source: of the figures drawn.
        rules_version: of the protection that they went through, or `PUBLIC`.

    Returns:
        Definition with the start of its hash, extract, day.
    """
    text = (
        _(
            "Définition « {name} » {digest}, extrait « {extract} », connu au {day} ; "
            "données publiques."
        )
        if rules_version == PUBLIC
        else _(
            "Définition « {name} » {digest}, extrait « {extract} », connu au {day} ; "
            "chiffres protégés."
        )
    )
    return text.format(
        name=source.definition,
        digest=source.definition_hash[:DIGEST],
        extract=source.extract,
        day=source.as_of,
    )
