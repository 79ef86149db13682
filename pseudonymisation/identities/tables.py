"""The vault's tables, by name, for statements on many rows at once."""

from sqlalchemy import Table

from pseudonymisation.identities.models import VaultModel


def _table(name: str) -> Table:
    return VaultModel.metadata.tables[name]


intents = _table("intents")
persons = _table("persons")
subjects = _table("subjects")
identities = _table("source_identities")
links = _table("links")
tokens = _table("tokens")
token_indexes = _table("token_indexes")
questions = _table("questions")
answers = _table("answers")
decisions = _table("decisions")
sightings = _table("sightings")
audits = _table("audits")
audit_strata = _table("audit_strata")
tombstones = _table("tombstones")
