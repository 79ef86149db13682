"""The path of a young person as a picture, and told again as tables, year by year.

The picture may be read closer and moved along the path by buttons alone; only it is
drawn again then. The tables are drawn once somebody opens them.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial

import streamlit as st

from app_pages.components import formats, notices, situations, tables, timeline
from app_pages.components.timeline_bars import presumed_since
from app_pages.components.timeline_lanes import Window, whole, within
from app_pages.components.timeline_letters import letters_of
from app_pages.components.timeline_rows import by_year
from app_pages.components.words import _, keyed, named, plain
from app_pages.visit import Visit
from parcours.people.path_view import PathView
from parcours.people.silence import Silence, silences


ALL, TWO_YEARS, SIX_MONTHS = "all", "two_years", "six_months"
DAYS: Mapping[str, int] = {TWO_YEARS: 731, SIX_MONTHS: 183}
ZOOM, BACK = "timeline_zoom", "timeline_back"
TWIN = "timeline_twin"
ROOM = timedelta(days=8)  # after today, so that its marks are whole


def show_timeline(visit: Visit, path: PathView) -> None:
    """Draw the path, its legend, its buttons and its tables.

    Args:
        visit: who is here.
        path: the young person.
    """
    if not (path.spells or path.interventions or path.contacts):
        notices.nothing(
            _("Rien n’est encore inscrit dans ce parcours."),
            _("Commencez par sa situation d’aujourd’hui, ci-dessous."),
        )
        return
    results = visit.context.nomenclature.contact_results
    reached = {code for code, result in results.items() if result.established}
    silent = silences(path, established=reached)
    _picture(visit, path, silent)
    _twin(visit, path, silent)


def _zooms() -> Mapping[str, str]:
    return {
        ALL: _("Tout le parcours"),
        TWO_YEARS: _("2 ans"),
        SIX_MONTHS: _("6 mois"),
    }


@st.fragment
def _picture(visit: Visit, path: PathView, silent: tuple[Silence, ...]) -> None:
    window = _choose_window(path)
    alt = _(
        "Frise du parcours, du {start} au {end}. Le même contenu est dans "
        "« Le parcours en tableau »."
    )
    with st.container(key="timeline_box"):
        st.vega_lite_chart(
            timeline.timeline(
                path,
                words=visit.context.nomenclature,
                look=visit.look,
                window=window,
                silent=silent,
            ),
            theme=None,
            width="stretch",
            alt=alt.format(
                start=formats.day(window.start),
                end=formats.day(min(window.end, path.as_of)),
            ),
            key="timeline",
        )
    letters = letters_of(path.interventions)
    shown = within(path, window)
    st.markdown(_legend(visit, shown, letters, has_silence=_shown(silent, window)))


def _choose_window(path: PathView) -> Window:
    """Draw what brings the picture closer and moves it; give the days to show."""
    zooms, everything = _zooms(), whole(path)
    with st.container(
        horizontal=True, vertical_alignment="center", key="timeline_tools"
    ):
        key = keyed(ZOOM)
        st.session_state.setdefault(key, ALL)
        chosen = st.segmented_control(
            _("Période montrée"),
            list(zooms),
            format_func=zooms.__getitem__,
            key=key,
            label_visibility="collapsed",
            required=True,
        )
        if chosen not in DAYS:
            st.session_state.pop(BACK, None)
            return everything
        of, back = st.session_state.get(BACK, (path.person, 0))
        back = back if of == path.person else 0
        window = _moved(path, days=DAYS[str(chosen)], back=back)
        st.button(
            _("← Plus tôt"),
            key="timeline_earlier",
            on_click=partial(_move, path.person, back + 1),
            disabled=window.start <= everything.start,
        )
        st.button(
            _("Plus tard →"),
            key="timeline_later",
            on_click=partial(_move, path.person, back - 1),
            disabled=back <= 0,
        )
        st.markdown(
            _("du {start} au {end}").format(
                start=formats.day(window.start),
                end=formats.day(min(window.end - timedelta(days=1), path.as_of)),
            )
        )
    return window


def _move(person: str, back: int) -> None:
    st.session_state[BACK] = (person, max(back, 0))


def _moved(path: PathView, *, days: int, back: int) -> Window:
    """Give a window of some days; each step back moves it by half of them."""
    end: date = path.as_of + ROOM - timedelta(days=back * days // 2)
    return Window(end - timedelta(days=days), end)


def _shown(silent: tuple[Silence, ...], window: Window) -> bool:
    return any(window.holds(one.starts_on, one.ends_on) for one in silent)


def _legend(
    visit: Visit, path: PathView, letters: Mapping[str, str], *, has_silence: bool
) -> str:
    words = visit.context.nomenclature
    codes = dict.fromkeys(spell.situation for spell in path.spells)
    parts = [situations.mark(code, words, look=visit.look) for code in codes]
    if any(presumed_since(spell) for spell in path.spells):
        parts.append(_("┄ supposé, non confirmé depuis plus de 90 jours"))
    parts += [
        f"**{letters[kind]}** {_kind_name(visit, kind)}"
        for kind in sorted(
            {item.kind for item in path.interventions}, key=letters.__getitem__
        )
    ]
    if path.contacts:
        parts += [_("● contact établi"), _("○ contact tenté")]
    if has_silence:
        parts.append(_("├┈┤ plus de 90 jours sans contact"))
    whole_parts = [part.replace(" ", "\N{NO-BREAK SPACE}") for part in parts]
    return ":small[" + " \u2002 ".join(whole_parts) + "]"


def _kind_name(visit: Visit, code: str) -> str:
    kind = visit.context.nomenclature.interventions.get(code)
    return plain(code) if kind is None else named(kind.labels, short=True)


def _twin(visit: Visit, path: PathView, silent: tuple[Silence, ...]) -> None:
    box = st.expander(_("Le parcours en tableau"), key=TWIN, on_change="rerun")
    if not box.open:
        return
    heads = (_("Du"), _("Au"), _("Quoi"), _("Qui"))
    alt = _("Le parcours en {year}, du plus récent au plus ancien")
    with box:
        for year, rows in by_year(path, visit.context.nomenclature, silent).items():
            st.header(str(year), anchor=False)
            tables.table(
                heads,
                [tuple(plain(cell) for cell in row.cells()) for row in rows],
                alt=alt.format(year=year),
            )
