"""A published content → a folder of pages: no server, no script, no request.

French and English; every picture with its table; the same bytes for the same edition.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cohorts.disclosure.complementary import MASKED
from cohorts.disclosure.head_counts import PUBLIC
from cohorts.indicators import sentences
from cohorts.indicators.catalogue import Indicator
from cohorts.indicators.defining import definition_rows
from cohorts.indicators.figures import ALL, WHOLE, Figure, IndicatorSet
from cohorts.indicators.reading import (
    POINTS,
    breakdown_title,
    cells_beside,
    heads_beside,
    part_name,
    reading,
    rests_on,
    rounding_caveat,
    unit_of,
    variant_name,
)
from cohorts.indicators.unsaid import unsaid_by_sex
from cohorts.publication.content import Content
from cohorts.publication.council import council_page
from cohorts.publication.methods import data_page, method_page
from cohorts.publication.open_data import open_data
from cohorts.publication.pieces import Page, bars, paragraph, shell, table, words
from cohorts.report.speaking import speaking
from config.numbers import (
    NOTHING,
    day,
    percent,
    whole,
)
from config.translation import LANGUAGES, label
from config.typography import _


STYLE = Path(__file__).with_name("site.css")
DATA = "donnees"
SUMS = "SHA256SUMS"
ORDER = (WHOLE, "sex", "age_band", "qpv", "neighbourhood", "year", "pillar", "action")
YEAR = 12  # months: the horizon that is told first


@dataclass(frozen=True)
class Stamp:
    """What a site says of its edition.

    Attributes:
        ref: of the edition.
        digest: of its content.
        published_on: civil day.
    """

    ref: str
    digest: str
    published_on: date


def make_site(content: Content, stamp: Stamp) -> dict[str, bytes]:
    """Write every file of a site.

    Args:
        content: of a published edition.
        stamp: which one.

    Returns:
        Path in the folder → bytes; the last file names the others with their digests.
    """
    files = {"site.css": STYLE.read_bytes(), "index.html": _door(content)}
    for language in LANGUAGES:
        with speaking(language):
            pages = list(_pages(content))
            menu, foot = _menu(), _foot(content, stamp)
            for page in pages:
                files[f"{language}/{page.name}"] = shell(
                    page, language=language, menu=menu, foot=foot
                )
    files |= {f"{DATA}/{name}": data for name, data in open_data(content).items()}
    files["edition.json"] = content.text.encode("utf-8")
    sums = [
        f"{hashlib.sha256(data).hexdigest()}  {name}\n"
        for name, data in sorted(files.items())
    ]
    return files | {SUMS: "".join(sums).encode("utf-8")}


def _door(content: Content) -> bytes:
    """Write the page that leads to either language."""
    title = words(content.fields["contract"] or "Contrat de ville")
    links = "\n".join(
        f'<p class="lead"><a href="{language}/index.html" lang="{language}">{name}</a>'
        "</p>"
        for language, name in (("fr", "Lire en français"), ("en", "Read in English"))
    )
    text = f"""<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="stylesheet" href="site.css">
</head>
<body>
<main>
<h1>{title}</h1>
{links}
</main>
</body>
</html>
"""
    return text.encode("utf-8")


def _menu() -> list[tuple[str, str]]:
    return [
        ("index.html", _("L’essentiel")),
        ("indicateurs.html", _("Indicateurs")),
        ("conseil-citoyen.html", _("Conseil citoyen")),
        ("donnees.html", _("Données")),
        ("methode.html", _("Méthode")),
    ]


def _foot(content: Content, stamp: Stamp) -> list[str]:
    figures = content.figures
    return [
        _(
            "Édition {ref}, publiée le {day} avec l’accord de deux personnes. Chiffres "
            "connus au {known}, arrondis ; aucun groupe de moins de {n} jeunes."
        ).format(
            ref=stamp.ref,
            day=day(stamp.published_on),
            known=day(date.fromisoformat(figures.as_of)),
            n=figures.threshold,
        ),
        _("Empreinte du contenu (SHA-256) : {digest}").format(digest=stamp.digest),
    ]


def _pages(content: Content) -> Iterator[Page]:
    yield _essential(content)
    yield _list(content)
    for one in content.catalogue.indicators.values():
        yield _indicator_page(content, one)
    yield council_page(content)
    yield data_page(content)
    yield method_page(content)


def _essential(content: Content) -> Page:
    figures, catalogue = content.figures, content.catalogue
    parts = (
        (_("Combien ?"), sentences.how_many(figures)),
        (_("À quelle vitesse ?"), sentences.how_fast(figures)),
        (_("Qui est laissé de côté ?"), sentences.left_out(figures)),
        (_("Qu’est-ce qui a changé ?"), sentences.what_changed(figures, catalogue)),
    )
    cards = "\n".join(
        f"<section>\n<h2>{words(title)}</h2>\n{''.join(map(paragraph, told))}\n"
        "</section>"
        for title, told in parts
    )
    lead = _(
        "Ce que deviennent les jeunes accompagnés, dit en clair, sans qu’aucun puisse "
        "être reconnu."
    )
    note = _(
        "Entre parenthèses : fourchette à 95 %. Les années sont réunies quand une "
        "seule ne compte pas assez de jeunes. Ces chiffres décrivent ; ils ne "
        "disent pas qu’une action est la cause de ce qui est arrivé."
    )
    notes = [note, *_caveat(figures)]
    title = content.fields["contract"] or _("Contrat de ville")
    body = f'{paragraph(lead, "lead")}\n<div class="answers">\n{cards}\n</div>\n'
    body += "\n".join(paragraph(one, "note") for one in notes)
    return Page("index.html", title, body)


def _caveat(figures: IndicatorSet) -> list[str]:
    """Warn of what rounding does; exact figures need no warning."""
    return [] if figures.rules_version == PUBLIC else [rounding_caveat()]


def _file_of(indicator: str) -> str:
    return f"indicateur-{indicator.replace('_', '-')}.html"


def _list(content: Content) -> Page:
    items = "\n".join(
        f'<li><a href="{_file_of(one.id)}">{words(label(one.label))}</a>'
        f"<br>{words(label(one.definition))}</li>"
        for one in content.catalogue.indicators.values()
    )
    return Page("indicateurs.html", _("Indicateurs"), f"<ul>\n{items}\n</ul>")


def _indicator_page(content: Content, indicator: Indicator) -> Page:
    figures = content.figures
    parts = [paragraph(label(indicator.definition), "lead")]
    if indicator.notes is not None:
        parts.append(paragraph(label(indicator.notes)))
    if indicator.target is not None:
        text = _("Cible : {target}.").format(target=percent(indicator.target))
        parts.append(paragraph(text))
    own = list(figures.of(indicator.id))
    told = 0
    for breakdown in sorted({one.breakdown for one in own}, key=_place):
        chosen = _chosen([one for one in own if one.breakdown == breakdown], figures)
        if chosen:
            told += 1
            parts += _breakdown(content, indicator, breakdown, chosen)
    if told:
        parts += [paragraph(one, "note") for one in _caveat(figures)]
    else:
        text = _("Trop peu de jeunes pour donner un chiffre, toutes années réunies.")
        parts.append(paragraph(text))
    unsaid = unsaid_by_sex(figures, indicator)
    parts += [paragraph(unsaid, "note")] if unsaid else []
    parts += _definition(content, indicator)
    return Page(_file_of(indicator.id), label(indicator.label), "\n".join(parts))


def _place(breakdown: str) -> tuple[int, str]:
    known = ORDER.index(breakdown) if breakdown in ORDER else len(ORDER)
    return known, breakdown


def _chosen(own: Sequence[Figure], figures: IndicatorSet) -> list[Figure]:
    """Choose periods: all of the whole; of a breakdown the fewest that tell it."""
    if own[0].breakdown == WHOLE:
        shown = sorted(own, key=lambda one: not one.period.isdigit())
    else:
        pools = [one for one in figures.periods if not one.isdigit()]
        years = [one for one in figures.periods if one.isdigit()]
        shown = []
        for period in (*pools, ALL, *years):
            shown = [one for one in own if one.period == period]
            if any(one.is_told for one in shown):
                break
    if not any(one.is_told for one in shown):
        return []
    masked = [
        replace(one, months=None) if one.hidden == MASKED and one.n is None else one
        for one in shown
    ]
    return list(dict.fromkeys(masked))  # a group is hidden once, not at each horizon


def _breakdown(
    content: Content, indicator: Indicator, breakdown: str, shown: Sequence[Figure]
) -> list[str]:
    parts = [f"<h2>{words(breakdown_title(breakdown))}</h2>"]
    periods = {one.period for one in shown}
    if breakdown != WHOLE and len(periods) == 1:
        (period,) = periods
        if period != ALL:
            parts.append(paragraph(sentences.period_name(period), "note"))
    names = [_name(content, one, with_period=len(periods) > 1) for one in shown]
    drawn = [
        (one, name)
        for one, name in zip(shown, names, strict=True)
        if one.is_told and one.months in (None, _first(shown))
    ]
    for unit in dict.fromkeys(unit_of(one) for one, _name_ in drawn):
        same = [(one, name) for one, name in drawn if unit_of(one) == unit]
        if unit != POINTS:
            about = _("{name}, répété dans le tableau.")
            parts.append(
                bars(
                    [one for one, _name_ in same],
                    [name for _one, name in same],
                    about=about.format(name=label(indicator.label)),
                )
            )
    return [*parts, _table(indicator, breakdown, shown, names)]


def _first(shown: Sequence[Figure]) -> int | None:
    """Give the horizon nearest to a year that is told."""
    told = {one.months for one in shown if one.is_told and one.months is not None}
    return min(told, key=lambda months: (abs(months - YEAR), months)) if told else None


def _name(content: Content, one: Figure, *, with_period: bool) -> str:
    names = content.fields["names"].get(one.breakdown, {}).get(one.group)
    parts = [
        label(names) if names else one.group,
        sentences.period_name(one.period) if with_period else "",
        variant_name(one.variant),
        part_name(one.part),
        "" if one.months is None else _("à {n} mois").format(n=one.months),
    ]
    return " · ".join(part for part in parts if part)


def _table(
    indicator: Indicator, breakdown: str, shown: Sequence[Figure], names: Sequence[str]
) -> str:
    again = any(one.told_on for one in shown)
    heads = [_("Groupe"), _("Valeur (fourchette)"), rests_on(indicator.id)]
    heads += heads_beside(shown)
    if again:
        heads.append(_("Repris de l’édition du"))
    rows = []
    for one, name in zip(shown, names, strict=True):
        row = [name, reading(one), NOTHING if one.n is None else whole(one.n)]
        row += cells_beside(one, shown)
        if again:
            row.append(day(date.fromisoformat(one.told_on)) if one.told_on else "")
        rows.append(row)
    caption = f"{label(indicator.label)} – {breakdown_title(breakdown)}"
    return table(caption, heads, rows)


def _definition(content: Content, indicator: Indicator) -> list[str]:
    listed = "".join(
        f"<dt>{words(heading)}</dt><dd>{words(text)}</dd>"
        for heading, text in definition_rows(indicator)
    )
    parts = [f"<h2>{words(_('Définition'))}</h2>\n<dl>{listed}</dl>"]
    others = [one for one in content.comparators if one.indicator == indicator.id]
    if others:
        parts.append(
            table(
                _("Ailleurs"),
                [_("Territoire"), _("Année"), _("Valeur"), _("Source")],
                [
                    [one.place, one.year, percent(one.value), one.source]
                    for one in others
                ],
            )
        )
    return parts
