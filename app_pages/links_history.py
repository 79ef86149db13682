"""Of which organisations' files a path is made, since when, by whom: as a table.

A person is a set of dated, authored, revocable links; the table says so in plain words.
Who decided is named by their role, never by their name.
"""

from collections import Counter

import streamlit as st

from app_pages.components import formats, tables
from app_pages.components.words import _, named, plain
from app_pages.visit import Visit
from parcours.access.guard import short_form
from parcours.access.organisations import read_organisations
from parcours.matching.history import FileLine


def show_history(visit: Visit, lines: list[FileLine]) -> None:
    """Draw the files of a path, those of today first.

    Args:
        visit: who is here.
        lines: from `read_history`.
    """
    rows = [
        (
            file,
            _when(line),
            _story(visit, line),
        )
        for line, file in zip(lines, file_names(visit, lines), strict=True)
    ]
    tables.table(
        (_("Dossier de"), _("Quand"), _("Comment")),
        rows,
        alt=_("Les dossiers qui forment ce parcours, puis ceux qui n’en sont plus"),
    )


def file_names(visit: Visit, lines: list[FileLine]) -> list[str]:
    """Name each file by its organisation, and by a mark where there are several.

    Args:
        visit: who is here.
        lines: links of a path.

    Returns:
        Markdown, in the order of the links.
    """
    names = organisations(visit)
    subjects = {(line.organisation, line.subject) for line in lines}
    several = Counter(code for code, _subject in subjects)
    return [_file(line, names, several[line.organisation] > 1) for line in lines]


def _file(line: FileLine, names: dict[str, str], is_one_of_several: bool) -> str:
    text = plain(names.get(line.organisation, line.organisation))
    if line.mine and line.code:
        return _("{organisation} (votre structure, code {code})").format(
            organisation=text, code=plain(line.code)
        )
    if line.mine:
        text = _("{organisation} (votre structure)").format(organisation=text)
    if is_one_of_several:
        text = _("{organisation}, dossier {mark}").format(
            organisation=text, mark=f"`{short_form(line.subject)}`"
        )
    return text


def organisations(visit: Visit) -> dict[str, str]:
    """Name the territory's organisations.

    Args:
        visit: who is here.

    Returns:
        Code → name in the language in use, in the order of the configuration.
    """
    found = read_organisations(visit.context.config)
    return {entry.code: named(entry.labels) for entry in found}


def show_reference(person: str) -> None:
    """Show the whole reference of a path, to be copied; it is no name.

    Args:
        person: pseudonym.
    """
    st.caption(
        _(
            "Référence de la fiche, sans nom : donnez-la au vérificateur des "
            "rapprochements pour séparer deux dossiers, au délégué à la protection des "
            "données pour effacer."
        )
    )
    st.code(person, language=None, wrap_lines=True)


def _when(line: FileLine) -> str:
    if line.revoked_on is None:
        return _("depuis le {day}").format(day=formats.day(line.linked_on))
    return _("du {first} au {last}").format(
        first=formats.day(line.linked_on), last=formats.day(line.revoked_on)
    )


def _story(visit: Visit, line: FileLine) -> str:
    what = {
        "linked": _("rapproché par le calcul"),
        "joined": _("rapproché à la main"),
        "separated": _("séparé d’un autre parcours"),
    }.get(line.decision, _("dossier ouvert"))
    text = _by(visit, what, line.by_role or "")
    if line.revoked_on is not None:
        end = {
            "joined": _("parti dans un autre parcours"),
            "separated": _("séparé de ce parcours"),
        }.get(line.ended_as or "", _("lien retiré"))
        text += _(" ; puis ") + _by(visit, end, line.revoked_by_role or "")
    if line.refuses:
        text += _(" ; refuse tout rapprochement")
    return text


def _by(visit: Visit, what: str, role: str) -> str:
    known = visit.context.policy.roles.get(role)
    who = named(dict(known.labels)) if known else _("fichier importé")
    return _("{what} ({who})").format(what=what, who=plain(who))
