# R 4.2.2, urca 1.3-3, stats::PP.test: unit-root tests on a small series without random numbers.
# Rscript tests/reference/unit_root.R > tests/reference/unit_root_r.csv
suppressPackageStartupMessages(library(urca))
put <- function(name, value) cat(sprintf("%s,%.17g\n", name, value), sep = "")
cat("quantity,value\n")
i <- 1:150
e <- sin(3 * i * i) + .4 * cos(7 * i)
y <- 5 + .02 * i + cumsum(e) * .5 + .7 * e
for (type in c("none", "drift", "trend")) for (lags in c(0, 3)) {
  f <- ur.df(y, type = type, lags = lags)
  put(paste("adf", type, lags, colnames(f@teststat), sep = "_"), f@teststat)
}
for (model in c("constant", "trend")) {
  for (lags in c("short", "long")) {
    put(paste("pp_tau", model, lags, sep = "_"), ur.pp(y, type = "Z-tau", model = model, lags = lags)@teststat)
    put(paste("pp_alpha", model, lags, sep = "_"), ur.pp(y, type = "Z-alpha", model = model, lags = lags)@teststat)
  }
  for (lag in c(0, 4)) put(paste("gls", model, lag, sep = "_"), ur.ers(y, type = "DF-GLS", model = model, lag.max = lag)@teststat)
}
put("pp_stats", PP.test(y)$statistic)
put("pp_stats_long", PP.test(y, lshort = FALSE)$statistic)
for (type in c("mu", "tau")) for (lags in c("short", "long", "nil"))
  put(paste("kpss", type, lags, sep = "_"), ur.kpss(y, type = type, lags = lags)@teststat)
for (model in c("intercept", "trend", "both")) for (lag in c(0, 2)) {
  z <- ur.za(y, model = model, lag = lag)
  put(paste("za", model, lag, sep = "_"), z@teststat)
  put(paste("za", model, lag, "row", sep = "_"), z@bpoint)
}
