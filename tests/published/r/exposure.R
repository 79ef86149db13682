# Reference values of weighting and standardisation, exposure_r.json.
# Run from the top of the project: Rscript tests/published/r/exposure.R
# R 4.2.2, survival 3.5-3, base glm. Iterations are run to rest.
suppressMessages(library(survival))
options(warn = 2, digits = 17)

json <- function(x) {
  if (is.list(x)) {
    parts <- mapply(function(k, v) sprintf('"%s": %s', k, json(v)), names(x), x)
    return(sprintf("{%s}", paste(parts, collapse = ",\n ")))
  }
  sprintf("[%s]", paste(sprintf("%.17g", as.numeric(x)), collapse = ", "))
}

data <- "tests/published/data/"
d <- read.csv(paste0(data, "mvad_sustained_employment.csv"))
covariates <- c("male", "catholic", "Grammar", "gcse5eq", "livboth")
rest <- glm.control(epsilon = 1e-15, maxit = 100)
fit <- glm(funemp ~ male + catholic + Grammar + gcse5eq + livboth,
           binomial, d, control = rest)
e <- fitted(fit)
share <- mean(d$funemp)
all_ <- ifelse(d$funemp == 1, share / e, (1 - share) / (1 - e))
treated <- ifelse(d$funemp == 1, 1, e / (1 - e) * (1 - share) / share)
overlap <- ifelse(d$funemp == 1, 1 - e, e)

means <- function(w) sapply(c(covariates, "score"), function(name) {
  x <- if (name == "score") e else d[[name]]
  a <- d$funemp == 1
  spread <- function(x) if (name == "score") var(x) else mean(x) * (1 - mean(x))
  (weighted.mean(x[a], w[a]) - weighted.mean(x[!a], w[!a])) /
    sqrt((spread(x[a]) + spread(x[!a])) / 2)
})
of <- function(w) {
  cox <- coxph(Surv(T, E) ~ funemp, d, weights = w, robust = TRUE, ties = "efron",
               control = coxph.control(eps = 1e-14, iter.max = 100, toler.chol = 1e-15))
  km <- survfit(Surv(T, E) ~ funemp, d, weights = w)
  at <- summary(km, times = c(12, 24, 48))
  mean <- summary(km, rmean = 48)$table[, "rmean"]
  list(coef = unname(coef(cox)), robust = sqrt(vcov(cox)[1, 1]),
       incidence = 1 - at$surv, rmst48 = unname(mean), smd = unname(means(w)),
       effective = unname(tapply(w, d$funemp, function(w) sum(w)^2 / sum(w^2))))
}
# Standardised by hand: each pattern's own Kaplan-Meier, in the mix of the cohort.
few <- interaction(d$male, d$gcse5eq, drop = TRUE)
standard <- sapply(0:1, function(side) {
  parts <- sapply(levels(few), function(p) {
    own <- few == p & d$funemp == side
    1 - summary(survfit(Surv(T, E) ~ 1, d[own, ]), times = 48)$surv
  })
  sum(parts * table(few)[levels(few)]) / nrow(d)
})
writeLines(json(list(
  logit = list(coef = coef(fit), se = sqrt(diag(vcov(fit))), loglik = logLik(fit)),
  all = of(all_), treated = of(treated), overlap = of(overlap),
  unweighted_smd = means(rep(1, nrow(d))), standardised48 = standard
)), paste0(data, "exposure_r.json"))
