"""A content → every text of it that somebody typed, each with where it stands.

The site, its data, its JSON are made of a content and of nothing else: what is listed
here is all that leaves in words. What is not known as the program's own words is taken
for typed, so that a new field is looked at without anybody having thought of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from config.translation import _


OWN = frozenset(  # words and codes of the program and of the territory's configuration
    {
        "figures/figures",
        "figures/missing",
        "figures/periods",
        "figures/as_of",
        "figures/path_rules",
        "figures/rules_version",
        "figures/actions/*/pillar",
        "figures/actions/*/objective",
        "figures/actions/*/organisation",
        "figures/actions/*/state",
        "figures/actions/*/themes",
        "figures/aims/*/due",
        "figures/aims/*/indicator",
        "figures/aims/*/objective",
        "figures/aims/*/since",
        "figures/levels/*/kind",
        "figures/levels/*/parent",
        "indicators",
        "names/*",
        "council/*/opinion",
        "council/*/state",
        "council/*/questions/*/asked_on",
        "council/*/questions/*/answered_on",
    }
)
TYPED = frozenset({"names/action"})  # among what would else be the program's own
_ID = ("code", "application", "objective")  # what an item of a list is called by


@dataclass(frozen=True)
class LeavingText:
    """A text that would be published.

    Attributes:
        key: where it stands, the same in every language.
        place: likewise for people, in the language in use.
        text: what it says.
    """

    key: str
    place: str
    text: str


def leaving_texts(fields: Mapping[str, Any]) -> tuple[LeavingText, ...]:
    """List what somebody typed in a content; a text that stands twice, once.

    Args:
        fields: of a content.

    Returns:
        The texts, what the council reads first.
    """
    first = sorted(fields, key=lambda name: name != "council")
    found: dict[str, LeavingText] = {}
    for name in first:
        for path, ids, text in _leaves(fields[name], (name,), (name,)):
            if text.strip() and not is_own(path):
                key = "/".join(ids)
                found.setdefault(text, LeavingText(key, _place(path, ids), text))
    return tuple(found.values())


def is_own(path: tuple[str, ...]) -> bool:
    """Tell whether what stands at a path is the program's own.

    Args:
        path: names of fields, "*" for an item of a list.

    Returns:
        False of anything that is not known.
    """
    starts = [path[:n] for n in range(1, len(path) + 1)]
    if any("/".join(one) in TYPED for one in starts):
        return False
    starts += [(*one[:-1], "*") for one in starts]
    return any("/".join(one) in OWN for one in starts)


def _leaves(
    value: Any, path: tuple[str, ...], ids: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], str]]:
    """Give every text under a value: its path, by what it is called, itself."""
    if isinstance(value, str):
        yield path, ids, value
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield from _leaves(one, (*path, name), (*ids, name))
    elif isinstance(value, list | tuple):
        for n, one in enumerate(value, start=1):
            yield from _leaves(one, (*path, "*"), (*ids, _called(one, n)))


def _called(item: Any, n: int) -> str:
    if isinstance(item, Mapping):
        return next((str(item[name]) for name in _ID if item.get(name)), str(n))
    return str(n)


def _place(path: tuple[str, ...], ids: tuple[str, ...]) -> str:
    """Say where a text stands; a place that has no words yet is told by its key."""
    words = {
        "contract": _("Nom du contrat"),
        "council/*/code": _("Demande {item}, code"),
        "council/*/title": _("Demande {item}, titre"),
        "council/*/summary": _("Demande {item}, résumé"),
        "council/*/organisation": _("Demande {item}, structure qui la porte"),
        "council/*/words": _("Demande {item}, avis du conseil citoyen"),
        "council/*/questions/*/question": _("Demande {item}, question {n}"),
        "council/*/questions/*/answer": _("Demande {item}, réponse {n}"),
        "figures/extract": _("Nom de l’extrait"),
        "figures/actions/*/title": _("Action {item}, titre"),
        "figures/levels/*/name": _("Niveau {item} du contrat, nom"),
        "figures/aims/*/label": _("Cible {item}, ce qui est visé"),
        "figures/aims/*/unit": _("Cible {item}, unité"),
        "comparators/*/place": _("Repère extérieur {item}, territoire"),
        "comparators/*/source": _("Repère extérieur {item}, source"),
    }
    at = [n for n, one in enumerate(path) if one == "*"]
    text = words.get("/".join(path))
    if text is None:
        return "/".join(ids)
    item = ids[at[0]] if at else ""
    return text.format(item=item, n=ids[at[1]] if len(at) > 1 else "")
