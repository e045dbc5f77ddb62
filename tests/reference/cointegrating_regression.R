# DOLS, fully modified OLS and canonical cointegrating regression written out with loops and
# explicit inverses (a second implementation of the published formulas), and the residual-based
# statistics of Phillips and Ouliaris likewise, on dynamics_data.csv.
#   Rscript cointegrating_regression.R > cointegrating_regression.csv      (R 4.2.2, base only)
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
d <- read.csv(file.path(here, "dynamics_data.csv")); n <- nrow(d)
cat("quantity,value\n")
put <- function(name, value) cat(sprintf("%s[%d],%.15g\n", name, seq_along(value), value), sep = "")
x <- as.matrix(d[, c("x", "z")]); y <- d$y
terms <- list(none = NULL, constant = cbind(rep(1, n)), trend = cbind(1, 1:n))
for (kind in names(terms)) for (bw in c(0, 4)) {
  Z <- cbind(x, terms[[kind]]); b <- solve(t(Z) %*% Z, t(Z) %*% y); u <- y - Z %*% b
  v <- diff(x); if (kind == "trend") v <- sweep(v, 2, colMeans(v))
  xi <- cbind(u[-1], v); m <- nrow(xi); S <- t(xi) %*% xi / m; L <- matrix(0, 3, 3)
  for (j in 0:bw) for (s in (1 + j):m) L <- L + (1 - j / (bw + 1)) * outer(xi[s - j, ], xi[s, ]) / m
  O <- L + t(L) - S; Ovv <- solve(O[2:3, 2:3]); w <- drop(O[1, 1] - O[1, 2:3] %*% Ovv %*% O[2:3, 1])
  Z1 <- Z[-1, ]; G <- solve(t(Z1) %*% Z1)
  yp <- y[-1] - v %*% Ovv %*% O[2:3, 1]
  lp <- L[2:3, 1] - L[2:3, 2:3] %*% Ovv %*% O[2:3, 1]
  fm <- G %*% (t(Z1) %*% yp - m * c(lp, rep(0, ncol(Z) - 2)))
  put(paste("fmols", kind, bw), fm); put(paste("fmols se", kind, bw), sqrt(w * diag(G)))
  A <- solve(S) %*% t(L[2:3, ]); xs <- x[-1, ] - xi %*% A
  ys <- y[-1] - xi %*% (A %*% b[1:2] + c(0, Ovv %*% O[2:3, 1]))
  Zs <- cbind(xs, terms[[kind]][-1, ]); Gs <- solve(t(Zs) %*% Zs)
  put(paste("ccr", kind, bw), Gs %*% t(Zs) %*% ys); put(paste("ccr se", kind, bw), sqrt(w * diag(Gs)))
  dx <- rbind(NA, diff(x)); lead <- 1; lag <- 2
  D <- do.call(cbind, lapply(-lead:lag, function(j) { r <- (1:n) - j; r[r < 1 | r > n] <- NA; dx[r, ] }))
  W <- cbind(Z, D); ok <- complete.cases(W); W <- W[ok, ]; f <- solve(t(W) %*% W, t(W) %*% y[ok])
  e <- drop(y[ok] - W %*% f); k <- length(e); lr <- sum(e^2) / k
  if (bw > 0) for (j in 1:bw) lr <- lr + 2 * (1 - j / (bw + 1)) * sum(e[(1 + j):k] * e[1:(k - j)]) / k
  put(paste("dols", kind, bw), f[1:ncol(Z)]); put(paste("dols se", kind, bw), sqrt(lr * diag(solve(t(W) %*% W))[1:ncol(Z)]))
  # Phillips-Ouliaris: Z_alpha and Z_t, and P_z with detrended moments
  u <- drop(u); r <- sum(u[-1] * u[-n]) / sum(u[-n]^2); e <- u[-1] - r * u[-n]; s0 <- sum(e^2) / m; sl <- s0
  if (bw > 0) for (j in 1:bw) sl <- sl + 2 * (1 - j / (bw + 1)) * sum(e[(1 + j):m] * e[1:(m - j)]) / m
  M <- sum(u[-n]^2) / m^2; za <- m * (r - 1) - (sl - s0) / 2 / M
  zt <- (r - 1) * sqrt(sum(u[-n]^2)) / sqrt(sl) - (sl - s0) / 2 / (sqrt(sl) * sqrt(M))
  # the library's t has RSS / (m - 1) where the paper has RSS / m
  put(paste("po", kind, bw), c(za, zt))
  z <- cbind(y, x); det <- terms[[kind]][-1, , drop = FALSE]; now <- z[-1, ]; past <- z[-n, ]
  if (kind != "none") { P <- diag(m) - det %*% solve(t(det) %*% det) %*% t(det); now <- P %*% now; past <- P %*% past }
  E <- now - past %*% solve(t(past) %*% past, t(past) %*% now); Om <- t(E) %*% E / m
  if (bw > 0) for (j in 1:bw) { g <- t(E[(1 + j):m, ]) %*% E[1:(m - j), ] / m; Om <- Om + (1 - j / (bw + 1)) * (g + t(g)) }
  put(paste("pz", kind, bw), m * sum(diag(Om %*% solve(t(now) %*% now / m))))
}
# leads and lags by AIC and BIC, at most 3 and 3, on the common sample, case constant
Z <- cbind(x, 1); dx <- rbind(NA, diff(x)); rows <- 5:(n - 3)
for (ic in c("aic", "bic")) { best <- Inf
  for (a in 0:3) for (b in 0:3) { D <- do.call(cbind, lapply(-a:b, function(j) dx[rows - j, ]))
    f <- lm.fit(cbind(Z[rows, ], D), y[rows]); k <- length(rows)
    v <- k * log(sum(f$residuals^2) / k) + (if (ic == "aic") 2 else log(k)) * length(f$coefficients)
    if (v < best) { best <- v; at <- c(a, b) } }
  put(paste("dols", ic), at) }
