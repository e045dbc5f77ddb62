# Reference numbers of econometrics/{newey_west,clustered}.test.cpp. R 4.2.2, sandwich 3.0-2.
#   Rscript tests/reference/covariance.R > tests/reference/covariance.csv
# The data are those of diagnostics.R; firm = (i - 1) %/% 6, time = (i - 1) %% 6.
suppressPackageStartupMessages(library(sandwich))
i <- 1:60
x1 <- sin(i); x2 <- cos(2 * i) + i / 50; e <- sin(3 * i^2) * (1 + i / 40); y <- 1 + 2 * x1 - x2 + e
firm <- (i - 1) %/% 6; time <- (i - 1) %% 6
d <- data.frame(y, x1, x2, firm, period = time); m <- lm(y ~ x1 + x2, d)
cat("quantity,value\n")
out <- function(name, v) { s <- sqrt(diag(v)); for (j in 1:3) cat(sprintf("%s_%d,%.17g\n", name, j, s[j])) }
for (L in c(0, 1, 4, 12)) out(paste0("nw", L), NeweyWest(m, lag = L, prewhite = FALSE))
out("nw4_adjust", NeweyWest(m, lag = 4, prewhite = FALSE, adjust = TRUE))
cat(sprintf("bandwidth,%.17g\n", bwNeweyWest(m, prewhite = 0)))
out("nw_auto", NeweyWest(m, prewhite = FALSE))
out("firm", vcovCL(m, ~ firm, type = "HC1")); out("firm0", vcovCL(m, ~ firm, type = "HC0", cadjust = FALSE))
out("both", vcovCL(m, ~ firm + period, type = "HC1", multi0 = FALSE))
out("both_none", vcovCL(m, ~ firm + period, type = "HC0", cadjust = FALSE, multi0 = FALSE))
