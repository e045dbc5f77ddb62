# Reference numbers of trade/ratio_estimation.test.cpp. R 4.2.2, base.
#   Rscript tests/reference/ratio.R > tests/reference/ratio.csv
# Written from Cochran (1977), chapter 6, and Fieller's theorem by a search for the roots of the test.
i <- 1:25; x <- 10 + 8 * sin(i)^2 * i; y <- 2.3 * x + 6 * cos(3 * i) + 4; n <- 25; h <- (i - 1) %% 3; w <- 1 + (i %% 4)
cat("quantity,value\n"); one <- function(a, v) cat(sprintf("%s,%.17g\n", a, v))
R <- sum(y) / sum(x); v <- sum((y - R * x)^2) / (n - 1) / n / mean(x)^2; t <- qt(.975, n - 1)
one("totals", R); one("totals_se", sqrt(v)); one("totals_fpc_se", sqrt(v * (1 - n / 80)))
one("mean", mean(y / x)); one("mean_se", sd(y / x) / sqrt(n))
o <- summary(lm(y ~ 0 + x))$coefficients; one("origin", o[1]); one("origin_se", o[2])
g <- function(r) { d <- y - r * x; mean(d)^2 - t^2 * var(d) / n }
one("fieller_low", uniroot(g, c(R - 3, R), tol = 1e-14)$root); one("fieller_high", uniroot(g, c(R, R + 3), tol = 1e-14)$root)
l <- sapply(i, function(k) sum(y[-k]) / sum(x[-k])); one("jackknife_se", sqrt((n - 1) / n * sum((l - mean(l))^2)))
Rw <- sum(w * y) / sum(w * x); one("weighted", Rw); one("weighted_se", sqrt(n / (n - 1) * sum((w * (y - Rw * x))^2)) / sum(w * x))
N <- c(40, 60, 50); X <- c(900, 1500, 1100); nh <- table(h); m <- function(z) tapply(z, h, mean)
Rc <- sum(N * m(y)) / sum(N * m(x)); s2 <- tapply(y - Rc * x, h, var)
one("combined", Rc); one("combined_se", sqrt(sum(N^2 * (1 - nh / N) * s2 / nh)) / sum(N * m(x)))
Rh <- m(y) / m(x); s2 <- sapply(0:2, function(k) var((y - Rh[k + 1] * x)[h == k]))
one("separate", sum(X * Rh) / sum(X)); one("separate_se", sqrt(sum(X^2 * (1 - nh / N) * s2 / nh / m(x)^2)) / sum(X))
