"""Estimates: pure functions of counts, in closed form.

Comes in: `risk_table.counts.Counts` or a `RiskTable`. Goes out: the frozen values of
`results`. `analysis.analyse` is the door: a method's name and counts in, one
`Estimate` out. May be imported by `disclosure` and every room after it, and by
`commands`.
"""
