"""Figures that may be shown → Vega-Lite charts.

In: `ReleasedEstimate`, `WorkbenchEstimate` or `IndicatorAnswer`, never a row and never
bare counts. Out: Altair charts with French or English numbers, for a light or a dark
page. Pages and reports may import them.
"""
