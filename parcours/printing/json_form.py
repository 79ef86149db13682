"""A booklet → JSON that other software reads: codes beside their words, ISO days.

The form is described in `docs/booklet.md`; its name changes when a key is taken away or
changes its meaning, not when one is added.

Source: GDPR art. 20-1: "a structured, commonly used and machine-readable format".
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from config.translation import current_language
from parcours.nomenclature import Nomenclature
from parcours.people.attributes import RESIDENCE
from parcours.people.held import AttributeView
from parcours.printing import wording
from parcours.printing.booklet import Booklet, Words
from parcours.printing.home_and_school import value_said


FORM = "parcours-carnet/1"


def as_json(booklet: Booklet, *, words: Nomenclature) -> bytes:
    """Write a booklet as JSON.

    Args:
        booklet: everything it tells.
        words: the territory's nomenclature.

    Returns:
        UTF-8, indented, keys in a fixed order; the same bytes for the same booklet.
    """
    content = {
        "form": FORM,
        "language": current_language(),
        "made_on": _day(booklet.made_on),
        "made_by": booklet.by,
        "identity": _identity(booklet),
        "age": booklet.path.age,
        "sex": booklet.path.sex,
        "residence": {
            "qpv": booklet.path.residence_qpv,
            "label": _residence(booklet.path.residence_qpv, words),
            "since": _day(booklet.path.residence_since),
        },
        "home_and_school": [_attribute(one, words) for one in booklet.attributes],
        "goals": [_words(goal) for goal in booklet.goals],
        "steps": [_words(step) | {"goal": step.goal_ref} for step in booklet.steps],
        **_path(booklet, words),
        **_rights(booklet),
    }
    text = json.dumps(content, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def _day(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


def _over(ends_on: date, booklet: Booklet) -> date | None:
    """Give the end of a stretch, None while it goes on: a path is seen up to today."""
    return ends_on if ends_on <= booklet.made_on else None


def _coded(code: str | None, words: Mapping[str, Any]) -> dict[str, str] | None:
    return None if code is None else {"code": code, "label": wording.named(code, words)}


def _identity(booklet: Booklet) -> dict[str, Any] | None:
    known = booklet.identity
    if known is None:
        return None
    born = known.birth_date
    return {
        "birth_name": known.birth_name,
        "usage_name": known.usage_name,
        "given_names": known.given_names,
        "birth_date": None
        if born is None
        else {"year": born.year, "month": born.month, "day": born.day},
        "commune": known.commune,
        "postcode": known.postcode,
    }


def _residence(code: str | None, words: Nomenclature) -> str | None:
    return None if code is None else value_said(RESIDENCE, code, words)


def _attribute(one: AttributeView, words: Nomenclature) -> dict[str, Any]:
    return {
        "kind": one.name,
        "value": one.value,
        "label": value_said(one.name, one.value, words),
        "list": one.vintage,
        "starts_on": _day(one.starts_on),
        "ends_on": _day(one.ends_on),
        "how": one.how,
        "known_on": _day(one.known_on),
        "organisation": one.organisation,
    }


def _words(one: Words) -> dict[str, Any]:
    return {
        "ref": one.ref,
        "text": one.text,
        "own": one.own,
        "state": one.state,
        "on": _day(one.on),
    }


def _path(booklet: Booklet, words: Nomenclature) -> dict[str, Any]:
    path = booklet.path
    return {
        "situations": [
            {
                "situation": _coded(one.situation, words.situations),
                "starts_on": _day(one.starts_on),
                "ends_on": _day(_over(one.ends_on, booklet)),
            }
            for one in path.spells
        ],
        "interventions": [
            {
                "kind": _coded(one.kind, words.interventions),
                "starts_on": _day(one.starts_on),
                "ends_on": _day(one.ends_on),
                "organisation": one.organisation,
                "state": one.state,
                "hours": one.hours,
                "result": _coded(one.result, words.contact_results),
                "next_step": one.next_step if one.mine else None,
                "note": booklet.notes.get(one.id),
            }
            for one in path.interventions
        ],
        "contacts": [
            {
                "on": _day(one.on),
                "result": _coded(one.result, words.contact_results),
                "organisation": one.organisation,
            }
            for one in path.contacts
        ],
        "handovers": [
            {
                "on": _day(one.on),
                "from": one.sender,
                "to": one.recipient,
                "state": one.state,
            }
            for one in path.referrals
        ],
        "follow_up": [
            {"on": _day(on), "status": _coded(status, words.follow_up)}
            for on, status in path.follow_up
        ],
    }


def _rights(booklet: Booklet) -> dict[str, Any]:
    return {
        "told": [
            {"on": _day(on), "who": who, "how": how, "text": version, "reason": reason}
            for on, who, how, version, reason in booklet.told
        ],
        "protections": [
            {"kind": kind, "since": _day(since)} for kind, since in booklet.held
        ],
        "can_read": [
            {
                "reader": one.name,
                "recorded_by": giver.name,
                "kinds": list(one.opened),
                "choice": one.choice,
            }
            for giver in booklet.givers
            for one in giver.recipients
        ],
        "has_read": [
            {
                "month": one.month.strftime("%Y-%m"),
                "who": one.who,
                "days": one.n_days,
            }
            for one in booklet.readings
        ],
    }
