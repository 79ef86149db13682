# Fine-Gray with late entry: tests/published/data/fine_gray_late_r.json, and the rows.
# Run from the top of the project: Rscript tests/published/r/fine_gray_late.R
# R 4.2.2, survival 3.5-3: finegray() weighs by censoring and by truncation (Geskus 2011).
suppressMessages(library(survival))
options(warn = 2, digits = 17)

exact <- coxph.control(eps = 1e-14, iter.max = 100, toler.chol = 1e-15, toler.inf = 1e-8)
numbers <- function(x) sprintf("[%s]", paste(sprintf("%.17g", as.numeric(x)), collapse = ", "))
rhs <- c("male", "gcse5eq", "funemp", "livboth")

mvad <- read.csv("tests/published/data/mvad_jobless_exit.csv")
# Months since July 1993 as the clock, tied: a spell is seen from its start on.
mvad$month_in <- mvad$start_month - 1
mvad$month_out <- mvad$month_in + mvad$duration
# The spell's own clock, a third of the young people met some time after its start.
mvad$met <- ifelse(mvad$id %% 3 == 0, mvad$duration %/% 3, 0)
# The same without a tie.
mvad$met_day <- ifelse(mvad$met > 0, mvad$met + mvad$id / 4096, 0)
mvad$day <- mvad$duration + (mvad$id * 37 %% 1009) / 2048
write.csv(mvad[c("id", "month_in", "month_out", "met", "duration", "met_day", "day",
                 "cause", rhs)],
          "tests/published/data/fine_gray_late.csv", row.names = FALSE)
mvad <- read.csv("tests/published/data/fine_gray_late.csv")
mvad$state <- factor(mvad$cause, 0:2)

parts <- c()
for (clock in list(c("month_in", "month_out"), c("met", "duration"), c("met_day", "day"))) {
  for (cause in 1:2) {
    lhs <- sprintf("Surv(%s, %s, state) ~ id +", clock[1], clock[2])
    long <- finegray(as.formula(paste(lhs, paste(rhs, collapse = " + "))), data = mvad,
                     id = id, etype = as.character(cause))
    fit <- coxph(as.formula(paste("Surv(fgstart, fgstop, fgstatus) ~",
                                  paste(rhs, collapse = " + "))),
                 data = long, weights = fgwt, cluster = id, control = exact)
    parts <- c(parts, sprintf(
      '"%s_%d": {"coef": %s,\n "se": %s,\n "robust_se": %s,\n "loglik": %s}', clock[1], cause,
      numbers(coef(fit)), numbers(sqrt(diag(fit$naive.var))), numbers(sqrt(diag(fit$var))),
      numbers(fit$loglik)))
  }
}
cat("{", paste(parts, collapse = ",\n"), "}\n", sep = "",
    file = "tests/published/data/fine_gray_late_r.json")
