"""Somewhere to live, for tests that invent people."""

from datetime import date

from parcours.synthetic.population import Place


UNTIL = date(2025, 6, 30)
PLACES = (
    Place("Rivemarle", "99900", None),
    Place("Orvainville", "99920", None),
    Place("Rivemarle", "99900", "La Filature"),
    Place("Orvainville", "99920", "Les Quatre-Vents"),
)
