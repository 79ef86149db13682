"""The words of hand-overs: states, lines told, steps, delays; used by two screens."""

from collections.abc import Mapping
from pathlib import Path

from app_pages.components import formats, situations
from app_pages.components.words import _, named, plain
from app_pages.visit import Visit
from parcours.referrals.packet import Line
from parcours.referrals.rules import read_relay_rules
from parcours.referrals.thread import Delays
from parcours.referrals.views import StepView


BETWEEN = " \N{MIDDLE DOT} "


def states() -> Mapping[str, str]:
    """Name where a hand-over stands.

    Returns:
        state, as shown → words in the language in use.
    """
    return {
        "proposed": _("proposé, pas encore ouvert"),
        "seen": _("ouvert, sans réponse encore"),
        "accepted": _("accepté"),
        "refused_by_organisation": _("refusé par la structure"),
        "refused_by_young_person": _("refusé par le jeune"),
        "no_news": _("sans nouvelle"),
        "withdrawn": _("retiré"),
    }


def told(line: Line, visit: Visit) -> str:
    """Say one line of a packet, harmless inside Markdown.

    Args:
        line: chosen, or that may be.
        visit: who is here.

    Returns:
        One short text.
    """
    words = visit.context.nomenclature
    if line.kind == "age":
        return _("{n} ans").format(n=line.n)
    if line.kind == "situation":
        text = _("Situation : {name}").format(
            name=situations.name(line.code or "", words)
        )
        return text + _dated(line)
    if line.kind == "intervention":
        kind = words.interventions.get(line.code or "")
        name = line.code or "" if kind is None else named(kind.labels)
        return plain(name) + _months(line)
    if line.kind == "goal":
        return _("Objectif : « {text} »").format(text=plain(line.text or ""))
    text = _("Étape suivante : {text}").format(text=plain(line.text or ""))
    return text if line.on is None else f"{text}, {formats.day(line.on)}"


def _dated(line: Line) -> str:
    text = ""
    if line.on is not None:
        text = _(", depuis le {day}").format(day=formats.day(line.on))
    if line.until is not None:
        text += _(", vérifiée le {day}").format(day=formats.day(line.until))
    return text


def _months(line: Line) -> str:
    if line.on is None or line.until is None:
        return ""
    first, last = formats.month(line.on), formats.month(line.until)
    when = (
        first if first == last else _("{first} à {last}").format(first=first, last=last)
    )
    if line.n is None or line.n < 2:
        return _(", {when}").format(when=when)
    return _(", {n} fois, {when}").format(n=line.n, when=when)


def step_text(step: StepView, config: Path) -> str:
    """Say one step of a thread, harmless inside Markdown.

    Args:
        step: as both sides read it.
        config: the territory's folder, for the labels of reasons.

    Returns:
        What was done, with the words or the reason.
    """
    texts = {
        "proposed": _("propose le relais"),
        "seen": _("a lu"),
        "given": _("confie le relais"),
        "accepted": _("accepte le relais"),
        "refused_by_organisation": _("ne peut pas accueillir ce jeune"),
        "refused_by_young_person": _("note que le jeune ne souhaite pas ce relais"),
        "reminder": _("relance"),
        "word": _("écrit"),
        "withdrawn": _("retire le relais"),
    }
    text = texts.get(step.kind, step.kind)
    if step.given_to:
        text += " " + _("à {name}").format(name=plain(step.given_to))
    if step.kind == "refused_by_organisation" and step.note:
        reason = read_relay_rules(config).reasons.get(step.note)
        said = step.note if reason is None else named(dict(reason))
        return _("{text} : {said}").format(text=text, said=plain(said))
    if step.note:
        return _("{text} : « {said} »").format(text=text, said=plain(step.note))
    return text


def delays_text(days: Delays) -> str:
    """Say how long the last round took.

    Args:
        days: as measured.

    Returns:
        One line.
    """
    parts = (
        (_("Ouvert"), days.seen),
        (_("Répondu"), days.answered),
        (_("Première intervention"), days.first_intervention),
    )
    later = _("{what} : pas encore")
    same, after = _("{what} le jour même"), _("{what} en {lapse}")
    found = []
    for what, n in parts:
        if n is None:
            found.append(later.format(what=what))
        elif n == 0:
            found.append(same.format(what=what))
        else:
            found.append(after.format(what=what, lapse=formats.lapse(n)))
    return BETWEEN.join(found)
