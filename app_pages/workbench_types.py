"""« Quels parcours types ? »: how mixed paths are, and the few kinds that stand out."""

import numpy as np
import streamlit as st

from app_pages.components import formats, tables
from app_pages.components.paints import OTHERS, Palette, palette, tell_kept_back
from app_pages.components.words import _, keyed
from app_pages.visit import Visit
from app_pages.workbench_curves import Shares
from app_pages.workbench_eventful import eventful
from app_pages.workbench_files import take_figures
from app_pages.workbench_kept import Chosen, kept, provenance
from app_pages.workbench_methods import tell_methods
from cohorts.charts.distribution import entropy_chart
from cohorts.charts.index import index_chart
from cohorts.charts.occupation import occupation_chart
from cohorts.charts.paint import Band, bands_of
from cohorts.charts.types import quality_chart
from cohorts.sequences.typology import REASONABLE, STRONG, WEAK
from cohorts.workbench.answers import PathsAnswer, TypeOfPath
from cohorts.workbench.methods import methods_of_paths
from cohorts.workbench.paths import TRIED, type_paths


MONTHS = (12, 24, 36)
LEAST_DRAWN = 0.03
SMALL_HEIGHT = 130
QUARTER = 3  # months together: a type's month would tell one young person
SIDE_BY_SIDE = 3


def show(visit: Visit, chosen: Chosen) -> None:
    """Draw the section.

    Args:
        visit: who is here.
        chosen: cohort and extract.
    """
    left, middle, right = st.columns([2, 2, 3])
    months = left.segmented_control(
        _("Durée des parcours"),
        MONTHS,
        default=24,
        required=True,
        format_func=lambda n: _("{n} mois").format(n=n),
        key="bench_types_months",
    )
    n_types = middle.selectbox(
        _("Nombre de types"),
        [0, *TRIED],
        format_func=lambda n: str(n) if n else _("Le plus net"),
        key=keyed("bench_n_types"),
    )
    distance = right.selectbox(
        _("Deux parcours se ressemblent si…"),
        ["om", "hamming", "dynamic_hamming"],
        format_func=_distances().__getitem__,
        key=keyed("bench_distance"),
    )
    answer = kept(
        chosen,
        "types",
        months,
        n_types,
        distance,
        make=lambda: type_paths(
            visit.context,
            name=chosen.definition.name,
            extract=chosen.extract.name,
            months=int(months),
            n_types=int(n_types) or None,
            distance=str(distance),
        ),
    )
    look = palette(visit, answer.states, answer.labels)
    types = _told(answer)
    st.markdown(f"## {_sentence(answer, types, look)}", anchors=False)
    st.markdown(_rests_on(answer))
    _types(visit, answer, types, look)
    eventful(answer, types)
    _blocks(visit, answer, types, look)
    _everybody(visit, answer, look)
    _number(visit, answer)
    tell_methods(
        methods_of_paths(answer, distance=str(distance), is_chosen=bool(n_types))
    )
    take_figures(visit, answer.released)


def _distances() -> dict[str, str]:
    return {
        "om": _("mêmes situations, dans le même ordre (optimal matching)"),
        "hamming": _("mêmes situations aux mêmes mois (Hamming)"),
        "dynamic_hamming": _("Hamming, selon les passages de chaque mois"),
    }


def _told(answer: PathsAnswer) -> dict[int, TypeOfPath]:
    """Give the types whose number may be told, by their place."""
    return {
        place: one for place, one in enumerate(answer.types) if one.n.value is not None
    }


def _strength(width: float) -> str:
    """Say how strong a structure is, in one word."""
    if width > STRONG:
        return _("forte")
    if width > REASONABLE:
        return _("raisonnable")
    return _("faible") if width > WEAK else _("absente")


def _n_types(answer: PathsAnswer) -> int:
    return len(answer.types) + answer.hidden_types


def _sentence(answer: PathsAnswer, types: dict[int, TypeOfPath], look: Palette) -> str:
    text = _sorted(answer)
    if not types:
        return text
    first = next(iter(types.values()))
    more = _("Le plus fréquent : {name}, {share} des jeunes.").format(
        name=_name(first, answer, look), share=_part(first)
    )
    return f"{text} {more}"


def _sorted(answer: PathsAnswer) -> str:
    """Say into how many types paths fall, and how far to believe it."""
    width = answer.qualities[_n_types(answer)]
    if width > STRONG:
        text = _("Les parcours se rangent nettement en {n} types.")
    elif width > REASONABLE:
        text = _("Les parcours se rangent assez bien en {n} types.")
    elif width > WEAK:
        text = _(
            "Les parcours se rangent mal en {n} types : les limites entre eux restent "
            "floues."
        )
    else:
        text = _("Les parcours ne se rangent pas en types : en voici {n}, forcés.")
    return text.format(n=_n_types(answer))


def _rests_on(answer: PathsAnswer) -> str:
    left = _("{n} autres, pas encore suivis aussi longtemps, n’y sont pas").format(
        n=tables.count(answer.n_left_out)
    )
    return provenance(answer.manifest, answer.n, left)


def _part(one: TypeOfPath) -> str:
    return formats.NOTHING if one.share is None else formats.percent(one.share)


def _name(one: TypeOfPath, answer: PathsAnswer, look: Palette) -> str:
    """Name a type by what it is first and last, mostly."""
    shares = np.nan_to_num(one.shares)
    codes = [
        answer.states[int(shares[part].mean(axis=0).argmax())]
        for part in (slice(0, QUARTER), slice(-QUARTER, None))
    ]
    most = answer.states[int(shares.mean(axis=0).argmax())]
    names = [look.paints[code].name for code in codes]
    middle = look.paints[most].name
    if names[0] == names[1] == middle:
        return names[0]
    if middle in names:
        return _("{first} → {last}").format(first=names[0], last=names[1])
    return _("{first} → {middle} → {last}").format(
        first=names[0], middle=middle, last=names[1]
    )


def _types(
    visit: Visit, answer: PathsAnswer, types: dict[int, TypeOfPath], look: Palette
) -> None:
    st.header(_("Les types"), anchor=False)
    places = list(types)
    for first in range(0, len(places), SIDE_BY_SIDE):
        columns = st.columns(SIDE_BY_SIDE)
        for column, place in zip(columns, places[first:], strict=False):
            one = types[place]
            with column:
                _one_type(visit, answer, place, one, look)
    hidden = _n_types(answer) - len(types)
    if hidden:
        text = _("{n} autres types comptent trop peu de jeunes pour être montrés.")
        one_only = _("Un autre type compte trop peu de jeunes pour être montré.")
        st.caption(one_only if hidden == 1 else text.format(n=hidden))
    rows = [
        [
            str(place + 1),
            _name(one, answer, look),
            tables.count(one.n),
            _part(one),
            _strength(one.silhouette),
        ]
        for place, one in types.items()
    ]
    heads = [
        _("Type"),
        _("Parcours"),
        _("Jeunes"),
        _("Part"),
        _("Structure"),
    ]
    tables.table(heads, rows, alt=_("Les types de parcours"))
    st.caption(
        _(
            "Chaque type réunit les parcours les plus proches (PAM). C’est un résumé, "
            "non une nature : le même jeune pourrait être rangé ailleurs avec un autre "
            "nombre de types."
        )
    )
    tell_kept_back(*(one.shares for one in types.values()))


def _one_type(
    visit: Visit, answer: PathsAnswer, place: int, one: TypeOfPath, look: Palette
) -> None:
    title = _("Type {n}").format(n=place + 1)
    told = _("{n} jeunes, {share}").format(n=tables.count(one.n), share=_part(one))
    st.markdown(f"**{title}** :small[({told})]  \n{_name(one, answer, look)}")
    bands = [
        Band(band.code, band.shares)
        for band in bands_of(
            answer.states,
            _by_quarter(one.shares),
            order=look.order,
            others=OTHERS,
            least=2 * LEAST_DRAWN,
        )
    ]
    st.vega_lite_chart(
        occupation_chart(
            bands,
            paints=look.paints,
            months=_("trimestres"),
            look=visit.look,
            height=SMALL_HEIGHT,
            is_small=True,
        ),
        theme=None,
        width="stretch",
        alt=_("Situations du type {n}, trimestre après trimestre : {name}.").format(
            n=place + 1, name=_name(one, answer, look)
        ),
        key=f"bench_type_{place}",
    )


def _by_quarter(shares: Shares) -> Shares:
    """Average shares over quarters: one month of a small type would tell a count."""
    starts = range(0, len(shares), QUARTER)
    return np.stack([shares[k : k + QUARTER].mean(axis=0) for k in starts])


def _blocks(
    visit: Visit, answer: PathsAnswer, types: dict[int, TypeOfPath], look: Palette
) -> None:
    kinds = [int(kind) for kind in np.unique(answer.block_type)]
    words = {kind: _("Type {n}").format(n=kind + 1) for kind in kinds if kind in types}
    if not words:
        return
    st.header(_("Les parcours, par groupes"), anchor=False)
    st.vega_lite_chart(
        index_chart(
            answer.blocks,
            answer.block_type,
            states=answer.states,
            paints=look.paints,
            words=words,
            months=_("{n} mois"),
            look=visit.look,
        ),
        theme=None,
        width="stretch",
        alt=_("Une ligne par groupe de jeunes aux parcours proches, rangés par type."),
        key="bench_index",
    )
    st.caption(
        _(
            "Chaque ligne : au moins {n} jeunes aux parcours proches, montrés par leur "
            "situation la plus fréquente. Aucune ligne n’est une personne."
        ).format(n=answer.block_size)
    )


def _everybody(visit: Visit, answer: PathsAnswer, look: Palette) -> None:
    st.header(_("Tous ensemble"), anchor=False)
    bands = bands_of(
        answer.states,
        answer.shares,
        order=look.order,
        others=OTHERS,
        least=LEAST_DRAWN,
    )
    st.vega_lite_chart(
        occupation_chart(
            bands, paints=look.paints, months=_("{n} mois"), look=visit.look
        ),
        theme=None,
        width="stretch",
        alt=_("Situations de tous ces jeunes, mois après mois."),
        key="bench_distribution",
    )
    tell_kept_back(answer.shares)
    st.vega_lite_chart(
        entropy_chart(
            answer.entropy,
            months=_("{n} mois"),
            same=_("tous dans la même situation"),
            mixed=_("autant dans chacune"),
            look=visit.look,
        ),
        theme=None,
        width="stretch",
        alt=_("Diversité des situations, mois après mois."),
        key="bench_entropy",
    )
    st.caption(
        _(
            "Diversité des situations du mois (entropie transversale) : 0, tous "
            "dans la même ; 1, autant dans chacune."
        )
    )
    codes = [code for code in reversed(look.order) if code in answer.states]
    months = dict(zip(answer.states, answer.mean_months, strict=True))
    rows = [[look.marks[code], formats.decimal(float(months[code]))] for code in codes]
    heads = [_("Situation"), _("Mois passés, sur {n}").format(n=answer.months)]
    tables.table(heads, rows, alt=_("Mois passés en moyenne dans chaque situation"))


def _number(visit: Visit, answer: PathsAnswer) -> None:
    with st.expander(_("Combien de types ?")):
        limits = [
            (WEAK, _("faible")),
            (REASONABLE, _("raisonnable")),
            (STRONG, _("forte")),
        ]
        st.vega_lite_chart(
            quality_chart(
                answer.qualities,
                chosen=_n_types(answer),
                limits=limits,
                types=_("nombre de types"),
                look=visit.look,
            ),
            theme=None,
            width="stretch",
            alt=_("Netteté des types selon leur nombre, répétée dans le tableau."),
            key="bench_quality",
        )
        rows = [
            [str(k), formats.decimal(width, 2), _strength(width)]
            for k, width in sorted(answer.qualities.items())
        ]
        heads = [_("Types"), _("Silhouette moyenne"), _("Structure")]
        tables.table(heads, rows, alt=_("Netteté selon le nombre de types"))
        st.caption(
            _("Silhouette : Rousseeuw (1987) ; seuils de Kaufman et Rousseeuw (1990).")
        )
