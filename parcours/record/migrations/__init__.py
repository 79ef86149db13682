"""Migrations of the record, run by `RecordStore.migrate` on its own connection."""
