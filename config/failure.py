"""The errors that people read: what, where, what was not done, how to mend it.

    Failure
    ├── config.reading.ConfigurationRefused
    ├── pseudonymisation …  (VAULT-, KEYS-)
    ├── parcours …          (INTAKE-, ACCESS-, RECORD-, EXTRACT- …)
    └── cohorts …           (COHORT-, TABLE-, ESTIMATE-, REGRESSION-, RELEASE- …)

A failure is expected: pages show it as a notice, commands print it and end with
status 1. It never repeats a cell value, a name or a date of birth, since messages end
in logs, screenshots and e-mails.
"""

from dataclasses import dataclass

from config.translation import _


@dataclass(frozen=True)
class Where:
    """A place in a file, by position only.

    Attributes:
        file: name of the file as the person gave it, without its folders.
        line: line number, from 1.
        column: name of the column, or its number as text.
    """

    file: str | None = None
    line: int | None = None
    column: str | None = None


class Failure(Exception):
    """Base of the errors shown to people.

    Subclasses set `code` and pass texts that are already translated.

    Args:
        what: the rule that was broken, one sentence.
        not_done: what was therefore not done, one sentence.
        remedy: how to mend it, one sentence.
        where: the place in a file, if there is one.
    """

    code: str = "FAILURE-000"

    def __init__(
        self, what: str, *, not_done: str, remedy: str, where: Where | None = None
    ) -> None:
        super().__init__(what)
        self.what = what
        self.not_done = not_done
        self.remedy = remedy
        self.where = where or Where()

    def __str__(self) -> str:
        place = ", ".join(_place(self.where))
        head = (
            f"{self.code}  {place}: {self.what}"
            if place
            else f"{self.code}  {self.what}"
        )
        return "\n".join(part for part in (head, self.not_done, self.remedy) if part)

    def as_dict(self) -> dict[str, str | int | None]:
        """Give the error as plain fields, for `--json` answers.

        Returns:
            code, what, file, line, column, not_done and remedy.
        """
        return {
            "code": self.code,
            "what": self.what,
            "file": self.where.file,
            "line": self.where.line,
            "column": self.where.column,
            "not_done": self.not_done,
            "remedy": self.remedy,
        }


def _place(where: Where) -> list[str]:
    parts = []
    if where.file is not None:
        parts.append(where.file)
    if where.line is not None:
        parts.append(_("ligne {line}").format(line=where.line))
    if where.column is not None:
        parts.append(_("colonne « {column} »").format(column=where.column))
    return parts
