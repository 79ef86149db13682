"""What the young person and their parents were told: the text, the day, who, how."""

from functools import partial

import streamlit as st

from app_pages import steps
from app_pages.components import formats, notices
from app_pages.components.downloads import hand_over
from app_pages.components.words import _, keyed, named
from app_pages.rights_words import choose_day, choose_who, how, reason, reasons, who
from app_pages.visit import Visit
from config.translation import current_language
from parcours.printing.operations import print_notice
from parcours.printing.pdf import can_print
from parcours.rights.reading import Informed, RightsView
from parcours.rights.recording import (
    HOW,
    NOT_TOLD,
    NewInformation,
    record_information,
)
from parcours.rights.recording import (
    TOLD as WHO,
)
from parcours.rights.settings import Notice, notice_text, read_rights


TOLD = "told"
YOUNG_PERSON = "young_person"


def show_notice(visit: Visit, view: RightsView) -> None:
    """Draw what was told, the texts, and the entry of what was told now.

    Args:
        visit: who is here.
        view: from `read_rights_of`.
    """
    if view.informed:
        lines = [f"- {_line(visit, one)}" for one in view.informed]
        st.markdown("\n".join(lines))
    else:
        notices.nothing(
            _("Personne n’a encore été informé."),
            _("Lisez le texte avec le jeune, puis notez-le ci-dessous."),
        )
    _texts(visit)
    if visit.may("rights.inform"):
        _form(visit, view)


def _line(visit: Visit, one: Informed) -> str:
    text = _("{day} : {who}, {how} (texte {version})").format(
        day=formats.day(one.on),
        who=who(one.told),
        how=how(one.how),
        version=one.version,
    )
    if one.reason is not None:
        text += " · " + reason(visit, "not_told", one.reason)
    if one.again:
        text += " · **" + _("à redire : un âge a été atteint depuis") + "**"
    return text


def _texts(visit: Visit) -> None:
    rules = read_rights(visit.context.config)
    with st.container(horizontal=True):
        for code in ("young_person", "parents"):
            notice = rules.notice(code, visit.today)
            if notice is None:
                continue
            title = _("Lire le texte : {name}").format(name=named(dict(notice.labels)))
            with st.popover(title, key=keyed(f"notice_{code}"), width="content"):
                text = notice_text(visit.context.config, notice, current_language())
                st.markdown(_lowered(text))
                if can_print():
                    _print(visit, notice)


def _print(visit: Visit, notice: Notice) -> None:
    language = current_language()
    st.download_button(
        _("Imprimer (PDF)"),
        data=lambda: hand_over(
            lambda: print_notice(visit.context, notice, language=language)
        ),
        file_name=f"information-{notice.code}-{notice.version}.pdf",
        mime="application/pdf",
        on_click="ignore",
        key=keyed(f"print_{notice.code}"),
    )


def _lowered(text: str) -> str:
    """Put the headings of a text under those of the page."""
    return text.replace("\n## ", "\n### ").replace("# ", "## ", 1)


def _form(visit: Visit, view: RightsView) -> None:
    st.markdown(f"**{_('Noter une information')}**")
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    with left:
        told = choose_who(keyed("inform_who"), codes=WHO)
    with middle:
        ways = [way for way in HOW if told != YOUNG_PERSON or way != NOT_TOLD]
        chosen = st.selectbox(
            _("Comment"), ways, format_func=how, key=keyed(f"inform_how_{told}")
        )
    with right:
        on = choose_day(visit, _("Quand"), "inform_on")
    why = None
    if chosen == NOT_TOLD:
        listed = reasons(visit, "not_told")
        why = st.selectbox(
            _("Pourquoi"),
            list(listed),
            format_func=lambda code: named(dict(listed[code].labels)),
            key=keyed("inform_why"),
        )
    new = NewInformation(told=told, how=str(chosen), on=on, reason=why)
    st.button(
        _("Noter l’information"),
        key="inform",
        on_click=partial(_record, visit, view.person, new),
    )


def _record(visit: Visit, person: str, new: NewInformation) -> None:
    def work() -> tuple[str, str]:
        record_information(visit.context, person=person, new=new)
        return TOLD, person

    steps.run(work)
