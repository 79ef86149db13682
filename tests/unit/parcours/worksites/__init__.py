"""Tests of collective sheets."""
