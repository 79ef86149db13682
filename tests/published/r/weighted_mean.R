# Reference answers for tests/published/data/weighted_mean.json.
# R 4.2.2, survival 3.5.3. Run from the top of the project:
# Rscript tests/published/r/weighted_mean.R
suppressMessages(library(survival))
options(digits = 17)
folder <- "tests/published/data/"
exits <- read.csv(paste0(folder, "mvad_jobless_exit.csv"))
exits$row <- seq_len(nrow(exits))
exits$entry <- pmin(exits$duration - 1, ifelse(exits$row %% 3 == 0, 2, 0))

# the influence of each row on the curve, integrated up to the horizon
mean_of <- function(formula, rows, horizon) {
  fit <- survfit(formula, rows, weights = weight, id = row, robust = TRUE, influence = TRUE)
  kept <- fit$time <= horizon
  after <- diff(c(fit$time[kept], horizon))
  influence <- as.vector(fit$influence.surv[, kept, drop = FALSE] %*% after)
  c(sum(diff(c(0, fit$time[kept], horizon)) * c(1, fit$surv[kept])), sqrt(sum(influence^2)))
}

parts <- list(
  plain_12 = mean_of(Surv(duration, event) ~ 1, exits, 12),
  plain_24 = mean_of(Surv(duration, event) ~ 1, exits, 24),
  late_24 = mean_of(Surv(entry, duration, event) ~ 1, exits, 24)
)
lines <- sapply(names(parts), function(name) sprintf(
  '"%s": {"estimate": %.16g, "std_error": %.16g}', name, parts[[name]][1], parts[[name]][2]))
writeLines(paste0("{", paste(lines, collapse = ",\n "), "}"), paste0(folder, "weighted_mean.json"))
