"""Exposure: was what became of young people linked to what was done for them?

Comes in: one row per case (`cases.cases_from_frame`, the columns of
`event_table.followed.read_exposed`), with the time of its first exposure; or two groups
already known at time zero. Goes out: frozen results with `as_dict`. Nothing here is
released: `disclosure` decides what may be shown. May be imported by `disclosure` and
every room after it, and by `commands`.

- `cases.exposed_at_origin` refuses "ever took part" as a baseline exposure, with the
  person-time that it would count wrongly, and names the right alternatives:
  - `time_varying.fit_time_varying`: exposed from the end of the day (or month) of the
    exposure on; ratios by windows of time show a lock-in period;
  - `landmark.landmark_grid`: at several landmarks, those still at risk, exposed by then
    or not, and what becomes of them after it;
  - `emulation.emulate_trial`: a declared target trial, by clones, artificial
    censoring and weights.
- Two groups known at time zero: `weighting.weigh_groups`, `matching.match_groups`,
  `balance.measure_balance` (the love plot's data), `adjusted.weighted_curves`,
  `adjusted.standardised_curves`.
- How far to believe it: `evalue.e_value`, `negative_control.judge_control`,
  `loss.censoring_weights`, `loss.weighted_for_loss`, `loss.bounds_of_loss` and, from
  counts alone, `loss_by_pattern.weigh_patterns`.

The wording rule (`wording.word_for`): a page says "devenir observé" of one group or of
curves side by side, "association" of any comparison adjusted or not, and "effet estimé,
sous les hypothèses déclarées" only of a declared emulation.
"""
