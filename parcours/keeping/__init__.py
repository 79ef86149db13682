"""Keeping the house in order: keys and the health of stores, as operations.

Comes in: an open territory's context and its desk. Goes out: what was found, never an
identity. One of the rooms that may call the desk. Imported by commands and pages.
"""
