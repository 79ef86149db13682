# Reference answers for tests/published/data/nonparametric.json.
# R 4.2.2, survival 3.5.3, cmprsk 2.2.11, base R elsewhere.
# Run from the top of the project: Rscript tests/published/r/nonparametric.R
suppressMessages({library(survival); library(cmprsk)})
options(digits = 17)
folder <- "tests/published/data/"
number <- function(x) ifelse(is.na(x), "null", formatC(as.numeric(x), digits = 16, format = "g"))
show <- function(x) {
  if (is.list(x)) return(paste0("{", paste0('"', names(x), '": ', sapply(x, show), collapse = ", "), "}"))
  if (length(x) == 1) number(x) else paste0("[", paste(number(x), collapse = ", "), "]")
}

spells <- read.csv(paste0(folder, "invented_spells.csv"))
late <- with(spells, Surv(entry, exit, cause > 0))
plain <- with(spells, Surv(exit, cause > 0))
answer <- list()

test <- function(fit) list(statistic = fit$chisq, df = length(fit$n) - 1)
stratified <- function(fit) list(statistic = fit$chisq, df = nrow(fit$obs) - 1,
                                 observed = rowSums(fit$obs), expected = rowSums(fit$exp))
answer$log_rank_rho1 <- test(survdiff(plain ~ group, spells, rho = 1))
answer$log_rank_strata <- stratified(survdiff(plain ~ group + strata(stratum), spells))
answer$log_rank_strata_rho1 <- stratified(survdiff(plain ~ group + strata(stratum), spells, rho = 1))
# the log-rank test with late entry is the score test of a Cox model, exact without
# ties only: ties are parted here, entries kept
parted <- spells
order_in_tie <- ave(seq_len(nrow(parted)), parted$exit, FUN = seq_along)
parted$exit <- ifelse(parted$cause > 0, parted$exit - 0.5 + order_in_tie / 1000, parted$exit)
write.csv(parted, paste0(folder, "invented_spells_parted.csv"), row.names = FALSE, quote = FALSE)
score <- summary(coxph(Surv(entry, exit, cause > 0) ~ group, parted))$sctest
answer$log_rank_late <- list(statistic = score[["test"]], df = score[["df"]])
trend <- summary(coxph(Surv(entry, exit, cause > 0) ~ as.numeric(factor(group)), parted))$sctest
answer$trend_late <- list(statistic = trend[["test"]], df = trend[["df"]])

gray <- with(spells, cuminc(exit, cause, group))$Tests
answer$gray <- list(`1` = gray["1", "stat"], `2` = gray["2", "stat"])
gray <- with(spells, cuminc(exit, cause, group, strata = stratum))$Tests
answer$gray_strata <- list(`1` = gray["1", "stat"], `2` = gray["2", "stat"])
gray <- with(spells, cuminc(exit, cause, group, rho = 1))$Tests
answer$gray_rho1 <- list(`1` = gray["1", "stat"], `2` = gray["2", "stat"])

curve <- survfit(plain ~ 1, spells, conf.type = "log-log")
shares <- c(0.1, 0.25, 0.5, 0.75)
found <- quantile(curve, shares)
answer$quantiles <- list(share = shares, estimate = found$quantile, low = found$lower, high = found$upper)

hazard <- survfit(late ~ 1, spells, stype = 2, ctype = 1)
answer$nelson_aalen_late <- list(time = hazard$time, estimate = hazard$cumhaz, std_error = hazard$std.chaz)

episodes <- read.csv(paste0(folder, "invented_episodes.csv"))
states <- c("school", "out", "job")
episodes$event <- factor(episodes$to, c("censor", states))
# survfit refuses gaps between the episodes of a person: here only persons without
whole <- ave(episodes$stop - episodes$start, episodes$id, FUN = sum) ==
  ave(episodes$stop, episodes$id, FUN = max) - ave(episodes$start, episodes$id, FUN = min)
fit <- survfit(Surv(start, stop, event) ~ 1, episodes[whole, ], id = id, istate = factor(from, states))
answer$multistate <- list(time = fit$time)
for (state in states) {
  column <- match(state, fit$states)
  answer$multistate[[state]] <- list(estimate = fit$pstate[, column], std_error = fit$std.err[, column])
}
means <- summary(fit, rmean = 24)$table
answer$stay_24 <- list()
for (state in states) answer$stay_24[[state]] <- means[state, "rmean"]

episodes$left <- as.integer(episodes$to == "out")
counts <- survfit(Surv(start, stop, left) ~ 1, episodes, id = id, cluster = id)
answer$mean_cumulative <- list(time = counts$time, estimate = counts$cumhaz, std_error = counts$std.chaz)

# R's own estimate for intervals stops at changes of 5e-5; plain self-consistency on
# the same gaps, to 1e-13, is exact
bounds <- read.csv(paste0(folder, "invented_intervals.csv"))
bounds$upper[is.na(bounds$upper)] <- Inf
exact <- bounds$lower == bounds$upper
cuts <- sort(unique(unlist(bounds)))
cells <- rbind(cbind(cuts, cuts), cbind(head(cuts, -1), tail(cuts, -1)))
cells <- cells[is.finite(cells[, 1]), ]
cells <- cells[order(cells[, 2], cells[, 1]), ]
inside <- sapply(seq_len(nrow(cells)), function(j) {
  point <- cells[j, 1] == cells[j, 2]
  ifelse(exact, point & cells[j, 1] == bounds$lower,
         ifelse(rep(point, nrow(bounds)), cells[j, 1] > bounds$lower & cells[j, 1] <= bounds$upper,
                cells[j, 1] >= bounds$lower & cells[j, 2] <= bounds$upper)) * 1
})
mass <- rep(1 / ncol(inside), ncol(inside))
repeat {
  before <- mass
  mass <- mass * colMeans(inside / as.vector(inside %*% mass))
  if (max(abs(mass - before)) < 1e-15) break
}
ends <- sort(unique(cells[is.finite(cells[, 2]), 2]))
answer$turnbull <- list(time = ends, estimate = sapply(ends, function(t) 1 - sum(mass[cells[, 2] <= t])))

writeLines(show(answer), paste0(folder, "nonparametric.json"))
