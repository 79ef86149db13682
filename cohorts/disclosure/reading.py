"""`config/disclosure.yaml` → `Rules`."""

from pathlib import Path

from cohorts.disclosure.rules import Rules
from config.reading import read_yaml
from config.translation import _


LEAST = {"threshold_internal": 5, "threshold_publication": 11, "minimum_at_risk": 5}
"""A territory may ask for more persons, never for fewer."""
LARGEST_SHARE = 0.85


def read_rules(folder: Path) -> Rules:
    """Read a territory's disclosure rules.

    Args:
        folder: its configuration folder.

    Returns:
        The rules in force.

    Raises:
        ConfigurationRefused: a key is absent, unknown, or weaker than the law allows.
    """
    top = read_yaml(folder / "disclosure.yaml")
    for key in ("preset", "source"):
        top.text(key)
    top.labels()
    top.boolean("proposed", False)
    top.date_or_none("valid_from")
    top.date_or_none("valid_to")
    rounding = top.entry("rounding")
    rounding.choice("method", ("nearest",))
    rules = Rules(
        version=top.text("version"),
        threshold_internal=top.integer("threshold_internal"),
        threshold_publication=top.integer("threshold_publication"),
        rounding_base=rounding.integer("base"),
        minimum_at_risk=top.integer("minimum_at_risk"),
        complementary=top.boolean("complementary"),
        dominance=top.number("dominance", LARGEST_SHARE),
    )
    rounding.finish()
    top.finish()
    for key, least in LEAST.items():
        if getattr(rules, key) < least:
            raise top.refuse(_("Jamais moins de {n} jeunes.").format(n=least), key)
    if not 0.0 < rules.dominance <= LARGEST_SHARE:
        raise top.refuse(
            _("Jamais plus de 0,85 pour une seule structure."), "dominance"
        )
    if rules.rounding_base < 2 or rules.rounding_base % 2:
        raise rounding.refuse(_("La base est un nombre pair d’au moins 2."), "base")
    return rules
