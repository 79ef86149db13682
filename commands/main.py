"""`parcours`: the command line, where every command hangs under its stable name."""

import gc
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import typer

from commands.answers import keep_incident, tell
from commands.lazy import Lazy, LazyGroup
from commands.opening import Chosen, instant
from commands.wording import install, language_of
from config.failure import Failure
from config.translation import _, use_language
from parcours.territory.places import chosen_folder, places
from pseudonymisation.keys.passphrase import DESCRIPTOR, VARIABLE


REFUSED = 1
COLLECT_RARELY = (200_000, 50, 1_000)
"""A command is short and makes few cycles: looking for them often only costs time."""
COMMANDS: Mapping[str, Lazy] = MappingProxyType(
    {
        "init": Lazy("commands.init", ("init",), "Créer un territoire."),
        "doctor": Lazy("commands.doctor", ("doctor",), "Contrôler, réparer."),
        "demo": Lazy("commands.demo", ("demo",), "Territoire fictif.", own_dir=True),
        "serve": Lazy("commands.serve", ("serve",), "Ouvrir l’interface."),
        "intake": Lazy(
            "commands.intake",
            ("load", "undo"),
            "Importer un fichier partenaire ; « intake undo LOT » annule.",
            default="load",
            forms=(
                "FILE --template T [--dry-run] [--all-or-nothing] "
                "[--answer OUT.csv] [--json]",
                "undo BATCH [--json]",
            ),
        ),
        "path": Lazy("commands.path", ("path",), "Lire un parcours."),
        "extract": Lazy("commands.extract", ("extract",), "Préparer un extrait."),
        "cohort": Lazy("commands.cohort", ("app",), "Promotions : calculer."),
        "estimate": Lazy("commands.estimate", ("estimate",), "Analyser une table."),
        "indicators": Lazy(
            "commands.indicators", ("indicators",), "Lire le taux de raccrochage."
        ),
        "programme": Lazy(
            "commands.programme", ("app",), "Exporter, importer la programmation."
        ),
        "report": Lazy("commands.report", ("report",), "Faire un rapport."),
        "publish": Lazy(
            "commands.publish",
            ("site", "preview", "ask", "agree", "refuse", "release", "editions"),
            "Demander, accepter, publier une édition ; écrire le site public.",
            default="site",
            forms=(
                "--out DIR [--edition REF] [--json]",
                "preview [--extract NAME] [--json]",
                "ask --digest D --reason TEXT [--extract NAME] [--json]",
                "agree REF | refuse REF | release REF [--json]",
                "editions [--json]",
            ),
        ),
        "linkage": Lazy("commands.linkage", ("app",), "Rapprocher des identités."),
        "keys": Lazy("commands.keys", ("app",), "Créer, sceller, contrôler les clés."),
        "approvals": Lazy("commands.approvals", ("app",), "Accords à deux."),
        "erase": Lazy("commands.erase", ("app",), "Effacer un jeune."),
        "audit": Lazy("commands.audit", ("app",), "Vérifier le journal d’audit."),
        "account": Lazy("commands.account", ("app",), "Comptes et rôles."),
        "example": Lazy(
            "commands.example", ("app",), "Exemples sur données réelles.", own_dir=True
        ),
    }
)


PURPOSE = (
    "Suivre des parcours de jeunes, et mesurer honnêtement ce qu’ils deviennent.",
    "--dir et --as se placent avant ou après le nom de la commande.",
)
"""French source texts of `parcours --help`, translated when it is shown."""


class Main(LazyGroup):
    """The commands of this product."""

    lazy = COMMANDS


app = typer.Typer(
    name="parcours",
    cls=Main,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)


@app.callback(help="\n\n".join(PURPOSE))
def main(
    ctx: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Option("--dir", help=_("Dossier du territoire (ou PARCOURS_DIR).")),
    ] = None,
    account: Annotated[
        str | None, typer.Option("--as", help=_("Compte qui agit."))
    ] = None,
    passphrase_fd: Annotated[
        int | None,
        typer.Option(
            "--passphrase-fd", help=_("Descripteur de la phrase de passe des clés.")
        ),
    ] = None,
    passphrase_env: Annotated[
        str | None,
        typer.Option(
            "--passphrase-env", help=_("Nom de la variable qui porte cette phrase.")
        ),
    ] = None,
) -> None:
    """Keep what the global options say, for the command that follows."""
    environ = dict(os.environ)
    if passphrase_fd is not None:
        environ[DESCRIPTOR] = str(passphrase_fd)
    if passphrase_env is not None:
        environ[VARIABLE] = passphrase_env
    ctx.obj = Chosen(chosen_folder(folder, environ), account, environ)


def run() -> None:
    """Run the command line: status 0 done, 1 refused with a reason, 2 wrong use."""
    install()
    use_language(language_of(os.environ))
    gc.set_threshold(*COLLECT_RARELY)
    words = sys.argv[1:]
    as_json = "--json" in words
    try:
        app(args=words, prog_name="parcours")
    except Failure as failure:
        tell(failure, as_json=as_json)
        sys.exit(REFUSED)
    except Exception as error:
        logs = places(chosen_folder(_folder_in(words), os.environ), os.environ).logs
        tell(keep_incident(error, logs=logs, at=instant()), as_json=as_json)
        sys.exit(REFUSED)


def _folder_in(words: list[str]) -> Path | None:
    """Find `--dir` among the words, to know where an incident is kept."""
    for position, word in enumerate(words):
        if word == "--dir" and position + 1 < len(words):
            return Path(words[position + 1])
        if word.startswith("--dir="):
            return Path(word.removeprefix("--dir="))
    return None


if __name__ == "__main__":
    run()
