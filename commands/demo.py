"""`parcours demo`: a fictitious territory, from partner files to the interface."""

import json
import shutil
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from babel.numbers import format_percent

from commands.opening import chosen, instant
from commands.serve import DEFAULT_PORT, address, interface, run_interface
from config.translation import _, current_language


MARK = "demo.json"
YOUNG, SEED = 2_000, 1
ENVIRONMENT = "PARCOURS_"  # a demonstration keeps its stores and keys in its folder
PORTS_TRIED = 50


@dataclass(frozen=True)
class Asked:
    """Which demonstration is wanted.

    Attributes:
        folder: where.
        young: number of young people.
        seed: of everything invented.
        environ: environment variables, without those that move stores and keys.
    """

    folder: Path
    young: int
    seed: int
    environ: Mapping[str, str]


def demo(
    ctx: typer.Context,
    folder: Annotated[
        Path | None, typer.Option("--dir", help=_("Dossier de la démonstration."))
    ] = None,
    young: Annotated[int, typer.Option(min=50, help=_("Nombre de jeunes."))] = YOUNG,
    seed: Annotated[int, typer.Option(min=0, help=_("Graine du hasard."))] = SEED,
    serve: Annotated[
        bool, typer.Option("--serve/--no-serve", help=_("Ouvrir l’interface."))
    ] = True,
    port: Annotated[
        int, typer.Option(min=1024, max=65535, help=_("Port local."))
    ] = DEFAULT_PORT,
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Réponse en JSON."))
    ] = False,
) -> None:
    """Inventer un territoire, importer ses fichiers, l’analyser et l’ouvrir."""
    kept = {k: v for k, v in chosen(ctx).environ.items() if k[:9] != ENVIRONMENT}
    asked = Asked(folder or chosen(ctx).folder, young, seed, kept)
    answer, signs = prepare(asked)
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False))
    else:
        typer.echo(summary(answer))
    for line in _sign_in_lines(signs):
        typer.echo(line, err=as_json)
    if serve:
        _serve(asked, port, err=as_json)


def prepare(asked: Asked) -> tuple[dict[str, Any], list[Any]]:
    """Make the demonstration, or take up the one that stands there already.

    Args:
        asked: which one.

    Returns:
        The answer of `--json`, and fresh sign-ins.

    Raises:
        TerritoryAlreadyThere: the folder holds something that is no demonstration.
        Failure: what any stage refuses.
    """
    from commands.demo_people import open_accounts
    from parcours.territory.opening import Territory

    mark = _mark(asked)
    if mark is None:
        return _build(asked)
    answer, until = mark["answer"], date.fromisoformat(mark["until"])
    _say(_("Démonstration déjà prête dans {folder}.").format(folder=asked.folder))
    territory = Territory.open(asked.folder, environ=asked.environ, now=instant)
    try:
        return answer, open_accounts(territory, until=until)
    finally:
        territory.close()


def _build(asked: Asked) -> tuple[dict[str, Any], list[Any]]:
    """Make all of it; the programme stands before the extract, which carries it."""
    from commands.demo_people import open_accounts
    from commands.demo_territory import build
    from parcours.access.policy import ACCESS_FILE
    from parcours.territory.opening import Territory

    if (asked.folder / MARK).is_file():  # another demonstration, or half of one
        shutil.rmtree(asked.folder)
    territory = Territory.create(asked.folder, environ=asked.environ, now=instant)
    try:
        _ask_no_factor(territory.config / ACCESS_FILE)
        _write_mark(asked, {"answer": None})
        until = last_month_end(territory.context(territory.operator()).today())
        signs: list[Any] = []
        made = build(
            territory,
            young=asked.young,
            seed=asked.seed,
            until=until,
            say=_say,
            before_extract=lambda: signs.extend(open_accounts(territory, until=until)),
        )
        answer = made.as_json()
        _write_mark(asked, {"answer": answer, "until": until.isoformat()})
        return answer, signs
    finally:
        territory.close()


def _ask_no_factor(file: Path) -> None:
    """Let visitors of a demonstration in by password alone: nobody real is there."""
    rules = file.read_text(encoding="utf-8")
    offered = rules.replace("second_factor: required", "second_factor: offered")
    file.write_text(offered, encoding="utf-8")


def last_month_end(today: date) -> date:
    """Give the last day of the month before: partners send whole months.

    Args:
        today: the day.

    Returns:
        The day before the first of its month.

    >>> last_month_end(date(2024, 3, 15))
    datetime.date(2024, 2, 29)
    """
    return today.replace(day=1) - timedelta(days=1)


def _mark(asked: Asked) -> dict[str, Any] | None:
    """Read what the folder says of the demonstration in it, if it is the one asked."""
    try:
        mark: dict[str, Any] = json.loads((asked.folder / MARK).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    same = (mark.get("young"), mark.get("seed")) == (asked.young, asked.seed)
    return mark if same and mark.get("answer") else None


def _write_mark(asked: Asked, content: Mapping[str, Any]) -> None:
    mark = {"young": asked.young, "seed": asked.seed, **content}
    (asked.folder / MARK).write_text(json.dumps(mark, indent=2), encoding="utf-8")


def _say(line: str) -> None:
    typer.echo(line, err=True)


def summary(answer: Mapping[str, Any]) -> str:
    """Tell the answer to people.

    Args:
        answer: of `--json`.

    Returns:
        Lines of text.
    """
    linkage = answer["linkage"]
    lines = [
        _(
            "{young} jeunes inventés, {files} fichiers, {facts} faits, "
            "{refused} lignes refusées."
        ).format(
            young=answer["young"],
            files=answer["files"],
            facts=answer["facts"],
            refused=answer["refused_rows"],
        ),
        _(
            "Rapprochement : précision {precision}, rappel {recall}, "
            "{n} questions à vérifier."
        ).format(
            precision=_percent(linkage["precision"]),
            recall=_percent(linkage["recall"]),
            n=linkage["to_review"],
        ),
        _("Part des jeunes ayant retrouvé une solution :"),
    ]
    lines += [_beside_truth(at) for at in answer["reengagement"]]
    return "\n".join(lines)


def _beside_truth(at: dict[str, Any]) -> str:
    """Tell one horizon; of few young people nothing is told, but the truth is known."""
    figures = ("estimate", "low", "high", "truth")
    shown = {key: "–" if at[key] is None else _percent(at[key]) for key in figures}
    if at["estimate"] is None:
        row = _("  à {months} mois : trop peu de jeunes pour le dire ; vérité {truth}")
        return row.format(months=at["horizon_months"], truth=shown["truth"])
    row = _("  à {months} mois : {estimate} ({low} à {high}) ; vérité {truth}")
    return row.format(months=at["horizon_months"], **shown)


def _percent(share: float) -> str:
    return str(format_percent(share, "#,##0.0 %", locale=current_language()))


def _sign_in_lines(signs: list[Any]) -> list[str]:
    head = _("Pour se connecter (mots de passe de cette démonstration seulement) :")
    row = _("  {label} : {login} / {password}")
    return [
        head,
        *(
            row.format(label=one.label, login=one.login, password=one.password)
            for one in signs
        ),
    ]


def _serve(asked: Asked, port: int, *, err: bool) -> None:
    port = free_port(port)
    words, environ = interface(asked.folder, port=port, environ=asked.environ)
    typer.echo(address(port), err=err)
    raise typer.Exit(run_interface(words, environ))


def free_port(first: int) -> int:
    """Find a port of this machine that nobody listens on.

    Args:
        first: the one to try first.

    Returns:
        It, or the next free one; it again if none of the next ones is free.
    """
    for port in range(first, min(first + PORTS_TRIED, 65536)):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    return first
