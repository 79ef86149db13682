"""`parcours linkage review|answer|take-back|separate`: who is whom, without names.

The command shows no identity: whoever needs one opens the page. Answers are given
under a reviewer's account, `--as`.
"""

import json
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from commands.opening import acting_context, open_territory
from config.translation import _


AsJson = Annotated[bool, typer.Option("--json", help=_("Réponse en JSON."))]


class Said(StrEnum):
    """What a reviewer may answer."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


def review(
    ctx: typer.Context,
    limit: Annotated[
        int | None, typer.Option(min=1, help=_("Nombre de questions montrées."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Lister les questions à vérifier, les plus utiles d’abord, sans nom."""
    from parcours.matching.operations import list_questions

    territory = open_territory(ctx)
    context = acting_context(ctx, territory)
    found = list_questions(context, desk=territory.desk)
    shown = found[:limit]
    if as_json:
        lines = [asdict(line) for line in shown]
        answer = {"questions": len(found), "shown": lines}
        typer.echo(json.dumps(answer, default=str, ensure_ascii=False))
        return
    text = _("{n} question à vérifier.") if len(found) == 1 else None
    text = text or _("{n} questions à vérifier.")
    typer.echo(text.format(n=len(found)))
    for line in shown:
        two = f" [{_('deux personnes')}]" if line.two_needed else ""
        typer.echo(
            f"{line.ref}  {line.score:.2f}  "
            f"{line.facts[0]} + {line.facts[1]}  {line.why}{two}"
        )


def answer(
    ctx: typer.Context,
    ref: Annotated[str, typer.Argument(help=_("Référence de la question."))],
    said: Annotated[Said, typer.Argument(help=_("La réponse."))],
    as_json: AsJson = False,
) -> None:
    """Répondre à une question : le même jeune, deux jeunes, ou incertain."""
    from parcours.matching.operations import answer_question

    territory = open_territory(ctx)
    context = acting_context(ctx, territory)
    outcome = answer_question(context, desk=territory.desk, ref=ref, answer=said.value)
    if as_json:
        typer.echo(json.dumps({"question": ref, "outcome": outcome}))
        return
    texts = {
        "joined": _("Enregistré : les deux parcours sont rapprochés."),
        "apart": _("Enregistré : ce sont deux jeunes, pour toujours."),
        "second_needed": _("Enregistré : une seconde personne doit confirmer."),
        "kept": _("Enregistré : la question reste posée à d’autres."),
    }
    typer.echo(texts[outcome])


def take_back(
    ctx: typer.Context,
    ref: Annotated[
        str | None,
        typer.Argument(help=_("Référence de la question ; la dernière sinon.")),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Annuler sa dernière réponse, dans les dix minutes ; la question se repose."""
    from parcours.matching.operations import take_back_answer

    territory = open_territory(ctx)
    context = acting_context(ctx, territory)
    again = take_back_answer(context, desk=territory.desk, ref=ref)
    if as_json:
        typer.echo(json.dumps({"question": again, "outcome": "taken_back"}))
        return
    typer.echo(_("Réponse annulée : la question est posée de nouveau."))


def separate(
    ctx: typer.Context,
    person: Annotated[str, typer.Argument(help=_("Pseudonyme du parcours."))],
    subject: Annotated[
        list[str] | None,
        typer.Option(help=_("Dossier qui s’en va ; à répéter pour plusieurs.")),
    ] = None,
    show: Annotated[
        bool, typer.Option("--show", help=_("Lister les dossiers, ne rien séparer."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Séparer des parcours rapprochés à tort ; ils ne le seront plus jamais."""
    from parcours.matching.links import read_links, separate_person

    territory = open_territory(ctx)
    context = acting_context(ctx, territory)
    if show:
        links = read_links(context, person=person)
        if as_json:
            lines = [asdict(link) for link in links]
            typer.echo(json.dumps(lines, default=str, ensure_ascii=False))
            return
        for link in links:
            typer.echo(f"{link.subject}  {link.organisation}  {link.linked_on}")
        return
    persons = separate_person(
        context, desk=territory.desk, person=person, subjects=subject or ()
    )
    if as_json:
        typer.echo(json.dumps({"left": person, "persons": persons}))
        return
    typer.echo(_("Séparé. L’autre parcours est maintenant :"))
    for pseudonym in persons:
        typer.echo(pseudonym)
