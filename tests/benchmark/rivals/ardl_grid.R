# The full grid of ARDL orders by AIC: lm.fit over every model on one common sample.
#   Rscript --vanilla ardl_grid.R FOLDER SIZE REPS      reads FOLDER/ardl.csv; SIZE is the largest lag
# The columns of all lags are made once, outside the loop; each model is one lm.fit on a subset.
a <- commandArgs(TRUE)
d <- read.csv(file.path(a[1], "ardl.csv")); m <- as.integer(a[2]); reps <- as.integer(a[3])
n <- nrow(d); rows <- (m + 1):n
run <- function() {
  lag <- function(v, l) v[rows - l]
  Y <- sapply(1:m, function(l) lag(d$y, l)); X <- sapply(0:m, function(l) lag(d$x, l))
  Z <- sapply(0:m, function(l) lag(d$z, l)); y <- lag(d$y, 0); k <- length(rows); models <- 0
  best <- Inf; at <- NULL
  for (p in 1:m) for (q in 0:m) for (r in 0:m) {
    f <- lm.fit(cbind(1, Y[, 1:p, drop = FALSE], X[, 1:(q + 1), drop = FALSE], Z[, 1:(r + 1), drop = FALSE]), y)
    aic <- k * (log(2 * pi) + log(sum(f$residuals^2) / k) + 1) + 2 * (f$rank + 1)
    models <- models + 1
    if (aic < best) { best <- aic; at <- c(p, q, r) } }
  list(aic = best, at = at, models = models) }
sec <- numeric(reps); for (i in seq_len(reps)) sec[i] <- system.time(out <- run())[["elapsed"]]
cat(sprintf('RESULT {"version": "R %s lm.fit", "n": %d, "k": 3, "seconds_all": [%s], "info": {"models": %d, "orders": [%s]}, "estimates": [["grid_aic_with_sigma", %.15g, null]]}\n',
  getRversion(), n, paste(signif(sec, 6), collapse = ", "), out$models, paste(out$at, collapse = ", "), out$aic))
