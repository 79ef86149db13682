"""What tests do by hand to persons of a vault: answer, join, separate, refuse."""

import sqlite3


CLUB = {"organisation": "club", "code": "C7"}
TWIN = {"given_names": "Isidorine", **CLUB}
CHANGED = {"birth_name": "Qwantel", **CLUB}
"""The same young person as another organisation wrote them: unsure."""


def under_intent(desk, work, *, author="zoe"):
    with desk.intent(kind="test", author=author) as intent:
        answer = work(intent)
        intent.prepare()
        intent.finish()
    return answer


def answer(desk, ref, said, *, author="zoe"):
    return under_intent(
        desk, lambda intent: desk.answer(ref, said, intent=intent), author=author
    )


def join(desk, keep, gone):
    return under_intent(
        desk, lambda intent: desk.join(keep=keep, gone=gone, intent=intent)
    )


def separate(desk, person, *leaving):
    return under_intent(
        desk, lambda intent: desk.separate(person, leaving, intent=intent)
    )


def refuse(desk, subject):
    return under_intent(
        desk, lambda intent: desk.refuse_linkage(subject, intent=intent)
    )


def rows(folder, query):
    vault = sqlite3.connect(folder / "vault.db")
    found = vault.execute(query).fetchall()
    vault.close()
    return found


def indexed(desk, folder):
    """The identities that the blind index leads to."""
    return set(
        desk._vault.entries.open(rows(folder, "SELECT token, sealed FROM tokens"))
    )


def everything(folder):
    """All that the vault holds but the intents themselves and what seals it."""
    tables = [
        name
        for (name,) in rows(folder, "SELECT name FROM sqlite_master WHERE type='table'")
        if name not in ("intents", "vault_seal")
    ]
    return {t: sorted(rows(folder, f"SELECT * FROM {t}"), key=repr) for t in tables}  # noqa: S608
