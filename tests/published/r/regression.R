# Reference values of the regressions, tests/published/data/regression_r.json.
# Run from the top of the project: Rscript tests/published/r/regression.R
# R 4.2.2, survival 3.5-3, cmprsk 2.2-11, base glm. Iterations are run to rest (eps
# 1e-14), since the default of coxph stops at a relative change of 1e-9.
suppressMessages({library(survival); library(cmprsk)})
options(warn = 2, digits = 17)

number <- function(x) ifelse(is.finite(x), sprintf("%.17g", x), "null")
json <- function(x) {
  if (is.list(x)) {
    parts <- mapply(function(k, v) sprintf('"%s": %s', k, json(v)), names(x), x)
    return(sprintf("{%s}", paste(parts, collapse = ",\n ")))
  }
  if (is.matrix(x)) return(sprintf("[%s]", paste(apply(x, 1, json), collapse = ",\n  ")))
  sprintf("[%s]", paste(number(as.numeric(x)), collapse = ", "))
}

exact <- coxph.control(eps = 1e-14, iter.max = 100, toler.chol = 1e-15, toler.inf = 1e-8)
model <- function(fit) {
  s <- summary(fit)
  robust <- !is.null(fit$naive.var)
  list(
    coef = coef(fit),
    se = sqrt(diag(if (robust) fit$naive.var else fit$var)),
    robust_se = if (robust) sqrt(diag(fit$var)) else NA,
    loglik = fit$loglik,
    score = fit$score,
    wald = fit$wald.test,
    concordance = unname(fit$concordance["concordance"])
  )
}
# The solver of cox.zph gives up where ranks make the matrix very uneven: NA there.
zph <- function(fit) lapply(
  c(km = "km", rank = "rank", identity = "identity", log = "log"),
  function(t) tryCatch(unclass(cox.zph(fit, transform = t)$table),
                       error = function(e) matrix(NA)))
curve <- function(fit, newdata) {
  s <- survfit(fit, newdata = newdata)
  list(time = s$time, surv = s$surv, std_err = s$std.err * s$surv, cumhaz = s$cumhaz,
       std_chaz = s$std.chaz)
}

out <- list()
mvad <- read.csv("tests/published/data/mvad_jobless_exit.csv")
seven <- c("male", "catholic", "Grammar", "funemp", "gcse5eq", "fmpr", "livboth")
rhs <- paste(seven, collapse = " + ")
cox <- function(lhs, right, data, ...) {
  given <- match.call(expand.dots = FALSE)
  formula <- as.formula(paste(lhs, "~", right), env = globalenv())
  eval(as.call(c(list(quote(coxph), formula, data = given$data, control = quote(exact)),
                 given$...)), globalenv())
}

fit <- cox("Surv(duration, event)", rhs, mvad)
out$mvad_efron <- model(fit)
out$mvad_efron_zph <- zph(fit)
profile <- data.frame(male = 1, catholic = 0, Grammar = 0, funemp = 1, gcse5eq = 1,
                      fmpr = 0, livboth = 1)
out$mvad_efron_curve <- curve(fit, profile)
out$mvad_breslow <- model(cox("Surv(duration, event)", rhs, mvad, ties = "breslow"))
fit <- cox("Surv(duration, event)", rhs, mvad, ties = "breslow", robust = TRUE)
out$mvad_breslow_robust <- model(fit)
out$mvad_breslow_zph <- zph(fit)
out$mvad_robust <- model(cox("Surv(duration, event)", rhs, mvad, robust = TRUE))
out$mvad_weighted <- model(cox("Surv(duration, event)", rhs, mvad, weights = weight,
                               robust = TRUE))
out$mvad_weighted_zph <- zph(cox("Surv(duration, event)", rhs, mvad, weights = weight,
                                 robust = TRUE))
out$mvad_strata <- model(fit <- cox(
  "Surv(duration, event)", "male + catholic + funemp + livboth + strata(gcse5eq, Grammar)",
  mvad, robust = TRUE))
out$mvad_strata_zph <- zph(fit)
out$mvad_cause_1 <- model(cox("Surv(duration, cause == 1)", rhs, mvad))
out$mvad_cause_2 <- model(cox("Surv(duration, cause == 2)", rhs, mvad))
# Months since July 1993 as the clock: everybody enters at the start of the spell.
mvad$entry <- mvad$start_month - 1
mvad$end <- mvad$entry + mvad$duration
late <- subset(mvad, prevalent == 0)
out$mvad_late <- model(fit <- cox("Surv(entry, end, event)", rhs, late, cluster = id))
out$mvad_late_zph <- zph(fit)
out$mvad_late_weighted <- model(cox("Surv(entry, end, event)", rhs, late, cluster = id,
                                    weights = weight))

rossi <- read.csv("tests/published/data/rossi.csv")
rossi$ages <- cut(rossi$age, c(0, 20, 25, 99), labels = c("a", "b", "c"))
numbers <- "fin + age + race + wexp + mar + paro + prio"
out$rossi_efron <- model(fit <- cox("Surv(week, arrest)", numbers, rossi))
out$rossi_efron_zph <- zph(fit)
out$rossi_levels <- model(fit <- cox("Surv(week, arrest)", "fin + ages + prio", rossi))
out$rossi_levels_zph <- zph(fit)
out$rossi_curve <- curve(fit, data.frame(fin = 1, ages = "b", prio = 4))

tv <- read.csv("tests/published/data/mvad_training_tv_long.csv")
fit <- cox("Surv(start, stop, event)", "training + gcse5eq + male", tv, cluster = id)
out$training <- model(fit)
out$training_zph <- zph(fit)

again <- read.csv("tests/published/data/mvad_joblessness_entries.csv")
again$turn <- pmin(again$order, 3)
three <- "male + gcse5eq + funemp"
out$ag <- model(cox("Surv(start, stop, event)", three, again, cluster = id))
out$ag_breslow <- model(cox("Surv(start, stop, event)", three, again, cluster = id,
                            ties = "breslow"))
out$pwp_total <- model(cox("Surv(start, stop, event)", paste(three, "+ strata(turn)"),
                           again, cluster = id))
out$pwp_gap <- model(cox("Surv(stop - start, event)", paste(three, "+ strata(turn)"),
                         again, cluster = id))

for (cause in 1:2) {
  crr_fit <- crr(mvad$duration, mvad$cause, as.matrix(mvad[seven]), failcode = cause,
                 cencode = 0, gtol = 1e-14, maxiter = 100)
  out[[paste0("crr_", cause)]] <- list(coef = crr_fit$coef, se = sqrt(diag(crr_fit$var)),
                                       loglik = crr_fit$loglik)
  mvad$state <- factor(mvad$cause, 0:2)
  long <- finegray(as.formula(paste("Surv(duration, state) ~ id +", rhs)), data = mvad,
                   etype = as.character(cause))
  for (ties in c("efron", "breslow")) {
    out[[paste("finegray", cause, ties, sep = "_")]] <- model(cox(
      "Surv(fgstart, fgstop, fgstatus)", rhs, long, weights = fgwt, ties = ties,
      cluster = id))
  }
}

months <- do.call(rbind, lapply(seq_len(nrow(mvad)), function(i) {
  t <- seq_len(mvad$duration[i])
  data.frame(month = t, y = as.integer(t == mvad$duration[i] & mvad$event[i] == 1),
             mvad[rep(i, length(t)), c("id", seven)])
}))
binomial_model <- function(link, baseline, data) {
  # Run on until the last iteration: the default stop leaves errors in the fifth digit.
  fit <- suppressWarnings(glm(as.formula(paste("y ~", baseline, "+", rhs)),
    family = binomial(link), data = data,
    control = glm.control(epsilon = 1e-300, maxit = 60)))
  s <- suppressWarnings(summary(fit)$coefficients)
  list(coef = s[seven, 1], se = s[seven, 2], loglik = as.numeric(logLik(fit)))
}
with_event <- months[months$month %in% months$month[months$y == 1], ]
months$group <- cut(months$month, c(0, 1, 2, 3, 6, 12, 24, 80))
for (link in c("cloglog", "logit")) {
  out[[link]] <- binomial_model(link, "factor(month)", with_event)
  out[[paste0(link, "_ends")]] <- binomial_model(link, "group", months)
}
cat(json(out), "\n", sep = "", file = "tests/published/data/regression_r.json")
