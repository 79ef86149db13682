"""`config/relays.yaml` → the days and the reasons of hand-overs."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import config
from config.reading import read_yaml
from parcours.access.policy import read_heading


RELAYS_FILE = "relays.yaml"


@dataclass(frozen=True)
class RelayRules:
    """When silence counts, and why an organisation may say no.

    Attributes:
        no_news_days: days without an answer after which there is "no news".
        reminder_every_days: days between two reminders.
        reasons: code → {"fr": …, "en": …}.
    """

    no_news_days: int
    reminder_every_days: int
    reasons: Mapping[str, Mapping[str, str]]


def read_relay_rules(folder: Path) -> RelayRules:
    """Read a territory's rules of hand-overs.

    Args:
        folder: its configuration folder; where it holds none, the shipped ones hold.

    Returns:
        The rules.

    Raises:
        ConfigurationRefused: a key is absent, unknown or of the wrong kind.
    """
    file = folder / RELAYS_FILE
    shipped = Path(config.__file__).parent / RELAYS_FILE
    top = read_yaml(file if file.exists() else shipped)
    read_heading(top)
    no_news = top.integer("no_news_days")
    every = top.integer("reminder_every_days")
    reasons = {}
    for entry in top.entries("reasons"):
        reasons[entry.text("code")] = entry.labels()
        entry.finish()
    top.finish()
    return RelayRules(no_news, every, MappingProxyType(reasons))
