"""`parcours publish`: an edition asked for, agreed to by another, written as a site."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.opening import acting_context
from config.translation import _


if TYPE_CHECKING:  # figures take a second to import; `--help` does without
    from cohorts.drafting import Draft
    from cohorts.publishing import EditionView


AsJson = Annotated[bool, typer.Option("--json", help=_("Réponse en JSON."))]
Ref = Annotated[str, typer.Argument(help=_("Référence de l’édition."))]
Extract = Annotated[
    str | None, typer.Option(help=_("Nom de l’extrait ; défaut : le dernier."))
]


def site(
    ctx: typer.Context,
    out: Annotated[
        Path, typer.Option(file_okay=False, help=_("Dossier du site à écrire."))
    ],
    edition: Annotated[
        str | None,
        typer.Option(help=_("Référence de l’édition ; défaut : la dernière publiée.")),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Écrire le site public d’une édition acceptée par deux personnes."""
    from cohorts.handing_out import hand_out_site
    from cohorts.publication.writing import require_free, write_site

    require_free(out)
    made = hand_out_site(acting_context(ctx), ref=edition)
    write_site(made.files, out)
    own = made.view.edition
    if as_json:
        _echo(
            {
                "edition": own.ref,
                "digest": own.digest,
                "as_of": own.as_of,
                "rules_version": own.rules_version,
                "files": len(made.files),
            }
        )
        return
    text = _("Édition {ref} : {n} fichiers écrits dans « {folder} ».")
    typer.echo(text.format(ref=own.ref, n=len(made.files), folder=out.name))


def preview(
    ctx: typer.Context, extract: Extract = None, as_json: AsJson = False
) -> None:
    """Montrer ce qui serait publié, tableau par tableau, et son empreinte."""
    from cohorts.publishing import preview_publication

    draft = preview_publication(acting_context(ctx), extract=extract)
    told = _summary(draft)
    if as_json:
        verdicts = [
            {"table": one.name, "verdict": one.verdict, "evidence": list(one.evidence)}
            for one in draft.verdicts
        ]
        doubts = [
            {"text": one.text.key, "place": one.text.place, "holds": one.words}
            for one in draft.doubts
        ]
        _echo(told | {"verdicts": verdicts, "doubts": doubts})
        return
    for one in draft.verdicts:
        typer.echo(f"{one.verdict:<6}  {one.name}  {', '.join(one.evidence)}")
    text = _(
        "{figures} chiffres ; {released} tableaux montrés, {little} en petite partie, "
        "{nothing} masqués."
    )
    typer.echo(text.format(**told))
    for doubt in draft.doubts:
        line = _("À relire : {key} – {place}, semble contenir {what}.")
        key, place = doubt.text.key, doubt.text.place
        typer.echo(line.format(key=key, place=place, what=doubt.words))
    typer.echo(_("Empreinte : {digest}").format(digest=told["digest"]))


def ask(
    ctx: typer.Context,
    digest: Annotated[
        str, typer.Option(help=_("Empreinte du contenu lu par « preview »."))
    ],
    reason: Annotated[
        str, typer.Option(help=_("Pourquoi, en quelques mots, sans nom de personne."))
    ],
    extract: Extract = None,
    confirm: Annotated[
        list[str] | None,
        typer.Option(
            help=_("Texte relu où personne n’est reconnaissable ; à répéter.")
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Demander la publication de ce qui a été lu ; une autre personne répond."""
    from cohorts.publishing import ask_publication

    context = acting_context(ctx)
    asked = ask_publication(
        context,
        digest=digest,
        reason=reason,
        extract=extract,
        confirmed=confirm or (),
    )
    if as_json:
        _echo({"edition": asked.ref, "digest": digest, "state": asked.state})
        return
    text = _("Demande {ref} enregistrée : elle attend une autre personne.")
    typer.echo(text.format(ref=asked.ref))


def agree(ctx: typer.Context, ref: Ref, as_json: AsJson = False) -> None:
    """Donner son accord à l’édition qu’une autre personne a demandée."""
    _decide(ctx, ref, agree=True, as_json=as_json)


def refuse(ctx: typer.Context, ref: Ref, as_json: AsJson = False) -> None:
    """Refuser l’édition qu’une autre personne a demandée."""
    _decide(ctx, ref, agree=False, as_json=as_json)


def release(ctx: typer.Context, ref: Ref, as_json: AsJson = False) -> None:
    """Publier l’édition que l’on a demandée, une fois acceptée."""
    from cohorts.publishing import publish_edition

    view = publish_edition(acting_context(ctx), ref=ref)
    _show([view], as_json=as_json)


def editions(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Lister les éditions demandées et publiées, la dernière d’abord."""
    from cohorts.publishing import list_editions

    _show(list_editions(acting_context(ctx)), as_json=as_json)


def _decide(ctx: typer.Context, ref: str, *, agree: bool, as_json: bool) -> None:
    from cohorts.publishing import decide_publication

    told = decide_publication(acting_context(ctx), ref=ref, agree=agree)
    if as_json:
        _echo({"edition": told.ref, "state": told.state})
        return
    text = _("Édition {ref} : {state}.")
    typer.echo(text.format(ref=told.ref, state=_states()[told.state]))


def _summary(draft: "Draft") -> dict[str, Any]:
    own = draft.content
    return {
        "digest": own.digest,
        "extract": own.figures.extract,
        "as_of": own.figures.as_of,
        "rules_version": own.figures.rules_version,
        "figures": sum(one.is_told for one in own.figures.figures),
        **own.fields["tables"],
    }


def _show(views: "list[EditionView]", *, as_json: bool) -> None:
    if as_json:
        _echo({"editions": [_fields(view) for view in views]})
        return
    states = _states()
    for view in views:
        asked = view.approval
        state, by = states[asked.state], asked.decided_by or "-"
        told = f"{asked.ref}  {view.edition.as_of}  {state}  {asked.asked_by}"
        typer.echo(f"{told}  {by}  {asked.reason}")


def _fields(view: "EditionView") -> dict[str, Any]:
    own, asked = view.edition, view.approval
    return {
        "edition": own.ref,
        "digest": own.digest,
        "as_of": own.as_of,
        "rules_version": own.rules_version,
        "asked_by": asked.asked_by,
        "decided_by": asked.decided_by,
        "state": asked.state,
        "published_at": own.published_at or None,
        "reason": asked.reason,
    }


def _states() -> dict[str, str]:
    return {
        "waiting": _("attend une autre personne"),
        "agreed": _("acceptée, pas encore publiée"),
        "refused": _("refusée"),
        "used": _("publiée"),
        "expired": _("expirée"),
    }


def _echo(told: dict[str, Any]) -> None:
    typer.echo(json.dumps(told, ensure_ascii=False))
