"""`config/dropout_rules.yaml` → `DropoutRules`.

The file is written for people (month and day, "06-15"); the SQL wants distances to
1 September, which are the same every year for days from March on. Other rooms read
other parts of the file (loss to follow-up, relapse): their blocks are accepted here.
"""

from datetime import date
from pathlib import Path

from cohorts.definition.language import DropoutRules, Summer
from config.reading import Entry, read_yaml
from config.translation import _


FILE = "dropout_rules.yaml"
_YEAR = 2001  # any year: from 1 March to 31 December no leap day intervenes


def read_dropout_rules(folder: Path) -> DropoutRules:
    """Read a territory's dropout rules.

    Args:
        folder: the territory's configuration folder.

    Returns:
        The rules.

    Raises:
        ConfigurationRefused: missing, or a rule of form or content is broken.

    Source: décret 2010-1781 (administrative dropout, 16 years); grace, confirmation
        and summer dating are the territory's own parameters.
    """
    return dropout_rules_from(read_yaml(folder / FILE))


def dropout_rules_from(entry: Entry) -> DropoutRules:
    """Take the rules from a document already read.

    Args:
        entry: top mapping of the file.

    Returns:
        The rules.

    Raises:
        ConfigurationRefused: a rule of form or content is broken.
    """
    dropout, back = entry.entry("dropout"), entry.entry("reengagement")
    summer = dropout.entry_or_none("summer")
    dropout.texts("excluded")  # cases that the day of leaving cannot tell apart
    rules = DropoutRules(
        version=entry.integer("version"),
        leaves=_codes(dropout, "from"),
        enters=_codes(dropout, "to"),
        minimum_age_years=dropout.integer("minimum_age_years"),
        grace_days=dropout.integer("grace_days"),
        summer=None if summer is None else _summer(summer),
        strict=_codes(back, "strict"),
        wide_adds=_codes(back, "wide_adds"),
        confirmation_days=back.integer("confirmation_days"),
        age_limit_years=entry.integer("age_limit_years"),
        sensitivity_days=entry.integers("sensitivity_days"),
    )
    dropout.finish()
    back.finish()
    return rules


def _codes(entry: Entry, key: str) -> tuple[str, ...]:
    codes = entry.texts(key)
    if not codes:
        raise entry.refuse(_("Il faut au moins une situation."), key)
    return codes


def _summer(entry: Entry) -> Summer:
    first = _month_day(entry, "from_month_day")
    last = _month_day(entry, "to_month_day")
    dated = _month_day(entry, "dated")
    autumn = date(_YEAR, 9, 1)
    if not date(_YEAR, 3, 1) <= first <= last < autumn <= dated:
        raise entry.refuse(
            _(
                "L’été va d’un jour postérieur au 1er mars à un jour antérieur au "
                "1er septembre, et se date ensuite."
            ),
            "from_month_day",
        )
    return Summer(
        days_before=(autumn - first).days,
        days_until=(autumn - last).days,
        dated_after=(dated - autumn).days,
    )


def _month_day(entry: Entry, key: str) -> date:
    try:
        return date.fromisoformat(f"{_YEAR}-{entry.text(key)}")
    except ValueError:
        raise entry.refuse(_("Il faut un mois et un jour : MM-JJ."), key) from None
