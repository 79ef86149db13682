"""What leaves an answer of the bench: its tables and pictures, protected.

Each file is made after its click and no earlier: until then there is no address that
anybody could fetch.
"""

from collections.abc import Callable

import streamlit as st

from app_pages.components.downloads import hand_over
from app_pages.components.words import _, keyed
from app_pages.visit import Visit
from cohorts.disclosure.bench import ReleasedTables
from cohorts.report.bench_words import table_names
from cohorts.reporting import can_draw
from cohorts.workbench.release import MIMES, FileKind, release_figures
from config.translation import current_language


Make = Callable[[], bytes]


def take_figures(visit: Visit, released: ReleasedTables | None) -> None:
    """Offer the released figures of an answer as files.

    Args:
        visit: who is here.
        released: what may leave; None where nothing may.
    """
    st.header(_("Exporter"), anchor=False)
    if released is None:
        st.markdown(_("Rien de ce résultat ne peut quitter cet espace."))
        st.caption(
            _(
                "Trop peu de jeunes ou d’issues pour une publication : élargissez la "
                "cohorte, ou choisissez moins de caractéristiques."
            )
        )
        return
    st.markdown(
        _(
            "Seuls les chiffres protégés sortent : effectifs et parts arrondis, "
            "cases trop petites laissées vides. Ils diffèrent donc un peu de ceux "
            "de la page. Chaque export est inscrit au registre."
        )
    )
    names = table_names()
    offered = [table.key for table in released.tables]
    table = str(
        st.selectbox(
            _("Figure à exporter"),
            offered,
            format_func=lambda key: names[key]() if key in names else key,
            key=keyed(f"bench_export_{released.question}"),
        )
    )
    kinds: dict[FileKind, str] = {
        "csv": _("Tableau (CSV)"),
        "parquet": _("Tableau (Parquet)"),
    }
    if can_draw():
        kinds |= {"svg": _("Image (SVG)"), "png": _("Image (PNG)")}
    with st.container(horizontal=True):
        for kind, name in kinds.items():
            _button(name, kind, released, table, _made(visit, released, table, kind))


def _made(visit: Visit, released: ReleasedTables, table: str, kind: FileKind) -> Make:
    """Bind the choices of now, the language too: a click is answered elsewhere."""
    language = current_language()

    def made() -> bytes:
        return release_figures(
            visit.context,
            released=released,
            table=table,
            kind=kind,
            language=language,
        ).content

    return made


def _button(
    name: str, kind: FileKind, released: ReleasedTables, table: str, made: Make
) -> None:
    source = released.provenance
    st.download_button(
        name,
        data=lambda: hand_over(made),
        file_name=f"{source.definition}_{source.extract}_{table}.{kind}",
        mime=MIMES[kind],
        on_click="ignore",
        key=f"bench_export_{released.question}_{kind}",
    )
