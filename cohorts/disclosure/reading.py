"""`config/disclosure.yaml` → `Rules`."""

from pathlib import Path

from cohorts.disclosure.rules import Rules
from config.reading import read_yaml
from config.translation import _


LEAST_THRESHOLD = 5


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
    )
    top.number("dominance", 1.0)  # by organisation: read when tables need it
    rounding.finish()
    top.finish()
    for key in ("threshold_internal", "threshold_publication", "minimum_at_risk"):
        if getattr(rules, key) < LEAST_THRESHOLD:
            raise top.refuse(_("Jamais moins de cinq jeunes."), key)
    if rules.rounding_base < 2 or rules.rounding_base % 2:
        raise rounding.refuse(_("La base est un nombre pair d’au moins 2."), "base")
    return rules
