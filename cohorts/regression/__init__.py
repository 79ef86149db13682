"""Regression: which covariates go with an earlier, a likelier or a more frequent event.

Comes in: rows under pseudonyms (`cells.cells_from_frame`), or a table in an engine
(`from_engine.count_patterns`), with covariates (`design.Categorical`, `Numeric`). Goes
out: frozen `results.Regression`, and what is read off it.

- `cox.fit_cox` (strata, weights, late entry, episodes, one cause), then
  `proportional.check_proportional`, `concordance.concordance`,
  `curves.predict_curve`, `curves.adjusted_curves`, `curves.baseline`;
- `recurrent.andersen_gill`, `recurrent.prentice_williams_peterson` arrange cells for
  events that come back;
- `fine_gray.fit_fine_gray`, beside `fit_cox(cause=…)`;
- `exact.fit_exact` with exact ties, `discrete.fit_discrete` by whole months,
  `firth.fit_firth` for few events.

What cannot be answered is a `failures.RegressionRefused` that names the cause and the
remedy. May be imported by `disclosure` and every room after it, and by `commands`.
Nothing here is released: counts and coefficients of few persons stay in the workbench.
"""
