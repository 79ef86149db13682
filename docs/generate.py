"""Pages made from configuration and code, so that they cannot drift: `make docs`.

`python -m docs.generate` writes them, `--check` only compares and names what differs.
"""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import config
from app_pages.statement import statement
from config.translation import Language, use_language
from parcours.access.accounts import OPERATOR_ROLE as MACHINE
from parcours.access.policy import Role, read_policy
from parcours.intake.refusals import codes_page


DOCS = Path(__file__).parent
MARKS = {
    "own_caseload": "caseload",
    "own_organisation": "organisation",
    "shared": "shared",
    "aggregate": "figures",
    "all": "all",
}


def access_matrix() -> str:
    """Write which role may call which operation, and how far.

    Returns:
        A Markdown page.
    """
    policy = read_policy(Path(config.__file__).parent)
    roles = list(policy.roles)
    heads = [role.replace("_", " ") for role in roles]
    lines = [
        "# Who may do what",
        "",
        "Made from `config/access.yaml` by `make docs`. An empty cell is a refusal;",
        "an operation that is not listed is refused to everyone.",
        "",
        "## Sessions",
        "",
        "A session is over without a click for so long, and after so long in any case.",
        "Where a second factor is required, a session without one reaches its own",
        "account and nothing else. On the command line there are no sessions: the",
        "machine vouches for who acts.",
        "",
        "| role | without a click | in any case | second factor |",
        "|---|---|---|---|",
        *(_session_of(role) for role in policy.roles.values() if role.code != MACHINE),
        "",
        "## Operations",
        "",
        "*Proof*: the operation asks for the password, and the code, given within so",
        "many minutes. A dash: a session that counts is enough.",
        "",
        "| operation | proof | " + " | ".join(heads) + " |",
        "|---" * (len(roles) + 2) + "|",
    ]
    for code, permitted in policy.operations.items():
        minutes = permitted.proof_minutes
        proof = "–" if minutes is None else f"{minutes} min"
        cells = [MARKS.get(policy.grant(role, code) or "", "") for role in roles]
        lines.append(f"| {code} | {proof} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _session_of(role: Role) -> str:
    factor = "required" if role.needs_factor else "offered"
    name = role.code.replace("_", " ")
    return f"| {name} | {role.idle_minutes} min | {role.longest_hours} h | {factor} |"


def accessibility(language: Language, title: str) -> str:
    """Write the accessibility statement as its page shows it.

    Args:
        language: of the text.
        title: its heading.

    Returns:
        A Markdown page.
    """
    use_language(language)
    try:
        parts = [f"## {one.title}\n\n{one.text}" for one in statement()]
    finally:
        use_language("fr")
    return "\n\n".join([f"# {title}", *parts]) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "access.md": access_matrix,
    "accessibilite.md": partial(accessibility, "fr", "Déclaration d’accessibilité"),
    "accessibility.md": partial(accessibility, "en", "Accessibility statement"),
    "intake-codes.md": codes_page,
}


def main() -> int:
    """Write or compare the pages.

    Returns:
        0, or 1 where a page differs under `--check`.
    """
    stale = []
    for name, make in PAGES.items():
        path, text = DOCS / name, make()
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
    for name in stale:
        sys.stdout.write(f"docs/{name} differs: run make docs\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
