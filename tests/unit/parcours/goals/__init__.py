"""Tests of the room of goals."""
