# Reference numbers of econometrics/{newey_west,driscoll_kraay,package}.test.cpp and
# stats/long_run_variance.test.cpp. R 4.2.2, sandwich 3.0-2, plm 2.6-2.
#   Rscript tests/reference/hac.R > tests/reference/hac.csv
# The data are those of covariance.R with autocorrelated errors.
suppressPackageStartupMessages({library(sandwich); library(plm)})
i <- 1:60
x1 <- sin(i); x2 <- cos(2 * i) + i / 50; s <- sin(3 * i^2) * (1 + i / 40)
e <- as.numeric(stats::filter(s, 0.6, method = "recursive")); y <- 1 + 2 * x1 - x2 + e
firm <- (i - 1) %/% 6; time <- (i - 1) %% 6
d <- data.frame(y, x1, x2, firm, period = time); m <- lm(y ~ x1 + x2, d)
cat("quantity,value\n")
one <- function(name, v) cat(sprintf("%s,%.17g\n", name, v))
out <- function(name, v) { s <- sqrt(diag(v)); for (j in seq_along(s)) one(paste0(name, "_", j), s[j]) }
short <- c("Bartlett" = "bartlett", "Parzen" = "parzen", "Quadratic Spectral" = "qs", "Tukey-Hanning" = "th", "Truncated" = "truncated")
for (k in names(short)) for (p in 0:1) {
  one(sprintf("andrews_%s_%d", short[k], p), bwAndrews(m, kernel = k, prewhite = p))
  if (!(k %in% c("Tukey-Hanning", "Truncated"))) one(sprintf("nw94_%s_%d", short[k], p), bwNeweyWest(m, kernel = k, prewhite = p))
  out(sprintf("hac37_%s_%d", short[k], p), kernHAC(m, bw = 3.7, kernel = k, prewhite = p, adjust = FALSE))
}
out("NeweyWest", NeweyWest(m)); out("NeweyWest4", NeweyWest(m, lag = 4)); out("kernHAC", kernHAC(m)); out("vcovHAC", vcovHAC(m))
out("vcovPL", vcovPL(m, cluster = ~ firm + period, aggregate = TRUE, lag = "NW1987"))
out("vcovPL0", vcovPL(m, cluster = ~ firm + period, aggregate = TRUE, lag = "NW1987", adjust = FALSE))
pm <- plm(y ~ x1 + x2, d, index = c("firm", "period"), model = "pooling")
out("vcovSCC2", vcovSCC(pm, maxlag = 2))
out("arellano0", vcovHC(pm, method = "arellano", type = "HC0")); out("arellano1", vcovHC(pm, method = "arellano", type = "HC1")); out("arellano_sss", vcovHC(pm, method = "arellano", type = "sss"))
out("cl", vcovCL(m, ~ firm)); out("cl2", vcovCL(m, ~ firm + period)); out("cl2_multi0", vcovCL(m, ~ firm + period, multi0 = TRUE))
for (t in paste0("HC", 0:4)) out(t, vcovHC(m, type = t))
