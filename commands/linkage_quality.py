"""`parcours linkage quality|judge`: how good links are, on pairs judged by humans."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.linkage_review import Said
from commands.opening import acting_context, open_territory
from config.translation import _, current_language


if TYPE_CHECKING:  # the vault takes a second to import; `--help` does without
    from parcours.matching.quality import Figures, Quality
    from parcours.matching.sampling import Share


def quality(
    ctx: typer.Context,
    draw: Annotated[
        int | None,
        typer.Option(min=1, help=_("Tirer d’abord tant de paires par strate.")),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help=_("Graine du tirage, pour le refaire."))
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Réponse en JSON."))
    ] = False,
) -> None:
    """Mesurer les rapprochements sur les paires tirées au sort et jugées."""
    import numpy as np

    from parcours.matching.quality import draw_sample, read_quality

    territory = open_territory(ctx)
    context, desk = acting_context(ctx, territory), territory.desk
    if draw is not None:
        rng = np.random.default_rng(seed)
        draw_sample(context, desk=desk, each=draw, rng=rng)
    found = read_quality(context, desk=desk)
    if as_json:
        typer.echo(json.dumps(as_fields(found), ensure_ascii=False))
        return
    typer.echo("\n".join(_lines(found)))


def judge(
    ctx: typer.Context,
    number: Annotated[
        int | None, typer.Argument(help=_("Numéro de la paire, lu sur la page."))
    ] = None,
    said: Annotated[Said | None, typer.Argument(help=_("Le jugement."))] = None,
    take_back: Annotated[
        bool, typer.Option("--take-back", help=_("Annuler son dernier jugement."))
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Réponse en JSON."))
    ] = False,
) -> None:
    """Juger une paire tirée au sort, sans nom ; dire combien attendent encore."""
    from parcours.matching.quality import (
        answer_audit,
        read_quality,
        take_back_audit,
    )

    territory = open_territory(ctx)
    context, desk = acting_context(ctx, territory), territory.desk
    if take_back:
        number = take_back_audit(context, desk=desk, number=number)
    elif number is not None and said is not None:
        answer_audit(context, desk=desk, number=number, verdict=said.value)
    elif number is not None:
        raise typer.BadParameter(_("Que dites-vous de cette paire ?"))
    waiting = read_quality(context, desk=desk).waiting
    if as_json:
        typer.echo(json.dumps({"pair": number, "waiting": waiting}))
        return
    if take_back:
        typer.echo(_("Jugement annulé : la paire {n} attend.").format(n=number))
    elif number is not None:
        typer.echo(_("Jugement enregistré."))
    typer.echo(_("Paires à juger : {n}.").format(n=waiting))


def as_fields(found: "Quality") -> dict[str, Any]:
    """Give the figures as plain fields, for `--json`.

    Args:
        found: the figures.

    Returns:
        drawn_at, waiting, links, judged, precision, recall (estimate, low, high),
        by_organisation, by_year, calibration.
    """
    whole = asdict(found.whole)
    del whole["group"], whole["name"]
    return {
        "drawn_at": found.drawn_at.isoformat() if found.drawn_at else None,
        "waiting": found.waiting,
        **whole,
        "by_organisation": [asdict(one) for one in found.by_organisation],
        "by_year": [asdict(one) for one in found.by_year],
        "calibration": [asdict(band) for band in found.bands],
    }


def _lines(found: "Quality") -> list[str]:
    if found.drawn_at is None:
        return [
            _("Aucune paire n’a été tirée : « parcours linkage quality --draw 50 ».")
        ]
    told = _("{judged} paires jugées, {waiting} en attente, {links} rapprochements.")
    counts = told.format(
        judged=found.whole.judged, waiting=found.waiting, links=found.whole.links
    )
    lines = [counts, *_figures(found.whole, "")]
    for group in (*found.by_organisation, *found.by_year):
        lines += _figures(group, f"{group.name or group.group} — ")
    lines.append(_("Probabilité annoncée, part observée :"))
    for band in found.bands:
        text = _("  {low} à {high} : {predicted} annoncés, {observed}")
        lines.append(
            text.format(
                low=_percent(band.low),
                high=_percent(band.high),
                predicted=_percent(band.predicted),
                observed=_share(band.observed),
            )
        )
    lines.append(
        _(
            "Les paires qui ne partagent aucune clé, ou comparées à moins de 1 %, "
            "n’ont pas été tirées : le rappel ne les compte pas."
        )
    )
    return lines


def _figures(one: "Figures", before: str) -> list[str]:
    return [
        before + _("précision : {share}").format(share=_share(one.precision)),
        before + _("rappel : {share}").format(share=_share(one.recall)),
    ]


def _share(share: "Share | None") -> str:
    if share is None:
        return _("pas encore jugé")
    return _("{estimate} ({low} à {high})").format(
        estimate=_percent(share.estimate),
        low=_percent(share.low),
        high=_percent(share.high),
    )


def _percent(share: float) -> str:
    told = f"{100 * share:.1f} %"
    return told.replace(".", ",") if current_language() == "fr" else told
