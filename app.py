"""Opens the territory, signs in, builds the navigation of the role; nothing else."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import streamlit as st

from app_pages import accessibility, sign_in
from app_pages.components import head, notices
from app_pages.components.document import set_document
from app_pages.components.downloads import let_go
from app_pages.components.words import _
from app_pages.screens import ACCOUNT, SCREENS, Screen, in_line, screens_for
from app_pages.visit import GOING, Visit
from cohorts.charts.look import look
from commands.streamlit_safety import refuse_unsafe
from config.failure import Failure
from config.translation import use_language
from parcours.access.failures import SessionOver
from parcours.access.principal import Principal
from parcours.access.sessions import check_token, sign_out
from parcours.access.signing_in import prove
from parcours.access.signing_in import sign_in as open_session
from parcours.territory.opening import Territory
from parcours.territory.places import FOLDER_VARIABLE


ICON = Path(__file__).parent / "app_pages" / "assets" / "icon.png"
TOKEN = "token"  # noqa: S105 - the name of a key
IS_OVER = "session_over"
CHOSEN_AT_THE_DOOR = "language_chosen"


def _now() -> datetime:
    return datetime.now(UTC)


@st.cache_resource(show_spinner=False)
def opened(folder: str) -> Territory:
    """Open a territory once per process; it holds stores, never an answer."""
    return Territory.open(Path(folder), environ=os.environ, now=_now)


def main() -> None:
    """Draw one run of the interface."""
    st.set_page_config(
        page_title="parcours", page_icon=str(ICON), layout="wide", menu_items={}
    )
    use_language(st.session_state.get("language", "fr"))
    _draw()
    set_document()


def _draw() -> None:
    try:
        refuse_unsafe(st.get_option)
        territory = opened(os.environ.get(FOLDER_VARIABLE, "territory"))
    except Failure as refusal:
        notices.refused(refusal)
        return
    principal = _who(territory)
    statement = _statement()
    if principal is None:
        doors = [*_doors(territory), statement]
        page = st.navigation(doors, position="hidden")
    else:
        page = _house(territory, principal, statement)
    _run(page.run)
    accessibility.show_link(statement)


def _statement() -> "st.Page":
    """Stand open to everybody, and in no menu: a line under every page leads here."""
    title = _("Accessibilité")
    path = accessibility.PATH
    return st.Page(accessibility.show, title=title, url_path=path, visibility="hidden")


def _who(territory: Territory) -> Principal | None:
    """Check the session at every run, in every tab."""
    token = st.session_state.get(TOKEN)
    if token is None:
        return None
    principal = check_token(
        territory.record, token=token, now=_now(), policy=territory.policy
    )
    if principal is None:
        _forget(is_over=True)
    return principal


def _doors(territory: Territory) -> "list[st.Page]":
    """Stand at every address, so that a page opened again asks who is there."""

    def door() -> None:
        sign_in.show(
            partial(_enter, territory), is_over=st.session_state.get(IS_OVER, False)
        )

    title = _("Connexion")
    places = [each.path for each in (*SCREENS, ACCOUNT)]
    others = [st.Page(door, title=title, url_path=path) for path in places]
    return [st.Page(door, title=title, url_path="connexion", default=True), *others]


def _enter(territory: Territory, login: str, password: str, code: str) -> None:
    principal, token = open_session(
        territory.record,
        territory.audit,
        login=login,
        password=password,
        code=code,
        words=territory.desk.words,
        address=st.context.ip_address,
        now=_now(),
    )
    chosen = st.session_state.get(CHOSEN_AT_THE_DOOR)
    _forget(is_over=False)
    st.session_state[TOKEN] = token
    st.session_state["language"] = chosen or principal.language
    st.rerun()


def _house(
    territory: Territory, principal: Principal, statement: "st.Page"
) -> "st.Page":
    pages: dict[str, st.Page] = {}
    visit = Visit(
        context=territory.context(principal),
        desk=territory.desk,
        folder=territory.folder,
        look=look(st.context.theme.type),
        go=lambda module: st.switch_page(pages[module]),
        reception=territory.reception,
        is_here=lambda: _who(territory) is not None,
        prove=partial(_prove, territory, principal),
    )
    pages |= {screen.module: _page(screen, visit) for screen in screens_for(visit)}
    nowhere = st.Page(head.no_screen, title="parcours")
    account = _account_page(visit)
    line = in_line(list(pages.values()) or [account if visit.lacks_factor else nowhere])
    hidden = [statement] if visit.lacks_factor else [account, statement]
    line[""] = [*line[""], *hidden]
    pages[ACCOUNT.module] = account
    page = st.navigation(line, position="top")
    going = pages.get(st.session_state.pop(GOING, ""))
    if going is not None:
        st.switch_page(going)
    role = visit.context.policy.roles[principal.role].labels
    head.show(principal, role=role, leave=partial(_leave, territory))
    return page


def _account_page(visit: Visit) -> "st.Page":
    """Stand under the name of who is here, or alone where a factor is to be set up."""
    return st.Page(
        ACCOUNT.page(visit),
        title=ACCOUNT.title(),
        url_path=ACCOUNT.path,
        visibility="visible" if visit.lacks_factor else "hidden",
    )


def _prove(
    territory: Territory, principal: Principal, password: str, code: str
) -> None:
    prove(
        territory.record,
        territory.audit,
        principal=principal,
        password=password,
        code=code,
        words=territory.desk.words,
        policy=territory.policy,
        now=_now(),
    )


def _page(screen: Screen, visit: Visit) -> "st.Page":
    return st.Page(screen.page(visit), title=screen.title(), url_path=screen.path)


def _leave(territory: Territory) -> None:
    token = st.session_state.get(TOKEN)
    if token is not None:
        sign_out(territory.record, territory.audit, token=token, now=_now())
    let_go()
    _forget(is_over=False)


def _forget(*, is_over: bool) -> None:
    """Clear all that the last person left, but for the language of the screen."""
    language = st.session_state.get("language", "fr")
    st.session_state.clear()
    st.session_state["language"] = language
    st.session_state[IS_OVER] = is_over


def _run(draw: Callable[[], None]) -> None:
    try:
        draw()
    except SessionOver:
        _forget(is_over=True)
        st.rerun()
    except Failure as refusal:
        notices.refused(refusal)
    except Exception as error:  # the page says a reference, the log says where
        notices.broke(error)


main()
