# Kaplan-Meier with the errors of clusters, R survival; data `rats` (Mantel et al. 1977).
# Writes rats_clusters.csv and rats_clusters_km.csv: clock, rx, time, surv, std.err (of
# the share), and the error of the restricted mean at 100 from the clusters' influence.
library(survival)
rats$entry <- pmin(rats$time - 1, (rats$litter * 7) %% 40)
rats$zone <- rats$litter %% 17
out <- NULL
for (clock in c("origin", "late")) for (g in 0:1) {
  d <- rats[rats$rx == g, ]
  s <- if (clock == "late") Surv(d$entry, d$time, d$status) else Surv(d$time, d$status)
  f <- survfit(s ~ 1, cluster = d$zone, influence = 1)
  stopifnot(!f$logse)
  widths <- pmax(pmin(c(f$time[-1], Inf), 100) - f$time, 0)
  pull <- f$influence.surv %*% widths
  out <- rbind(out, data.frame(clock, rx = g, time = f$time, surv = f$surv,
                               se = f$std.err, mean_se = sqrt(sum(pull^2))))
}
options(digits = 15)
write.csv(out, "rats_clusters_km.csv", row.names = FALSE)
write.csv(rats[, c("zone", "rx", "entry", "time", "status")], "rats_clusters.csv",
          row.names = FALSE)
