# Distributed lags, ARDL, Johansen, Phillips-Ouliaris and local projections on dynamics_data.csv.
#   Rscript dynamics_R.R > dynamics_R.csv     (R 4.2.2, urca 1.3-3, sandwich 3.0-2, lmtest 0.9-40)
suppressPackageStartupMessages({library(urca); library(sandwich); library(lmtest)})
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
d <- read.csv(file.path(here, "dynamics_data.csv"))
n <- nrow(d)
cat("quantity,value\n")
put <- function(name, value) cat(sprintf("%s,%.15g\n", paste0(name, if (length(value) > 1)
  paste0("[", seq_along(value), "]")), value), sep = "")
L <- function(v, l) if (l == 0) v else c(rep(NA, l), v[seq_len(n - l)])
lags <- function(v, from, to, name) {
  m <- sapply(from:to, function(l) L(v, l)); colnames(m) <- paste0("L", from:to, ".", name); m }
fit <- function(y, X, keep = seq_len(n)) { dd <- data.frame(y = y, X)[keep, ]; lm(y ~ ., dd) }
table2 <- function(name, f, V = vcov(f)) { put(paste0(name, " b"), coef(f)); put(paste0(name, " se"), sqrt(diag(V))) }

# finite and Almon lags, Koyck
f <- fit(d$y, lags(d$x, 0, 5, "x")); table2("dl5", f)
w <- c(0, rep(1, 6)); put("dl5 long run", sum(w * coef(f)))
put("dl5 long run se", sqrt(drop(t(w) %*% vcov(f) %*% w)))
put("dl5 newey_west se", sqrt(diag(NeweyWest(f, lag = 4, prewhite = FALSE, adjust = FALSE))))
P <- outer(0:5, 0:2, function(l, j) l^j); X <- lags(d$x, 0, 5, "x") %*% P
f <- fit(d$y, X); g <- cbind(0, P)
put("almon b", drop(g %*% coef(f))); put("almon se", sqrt(diag(g %*% vcov(f) %*% t(g))))
put("almon long run se", sqrt(sum((v <- colSums(g)) * drop(vcov(f) %*% v))))
f <- fit(d$y, cbind(L(d$y, 1), d$x)); table2("koyck", f)
r <- coef(f)[2]; b <- coef(f)[3]; put("koyck long run", b / (1 - r))
G <- c(0, b / (1 - r)^2, 1 / (1 - r)); put("koyck long run se", sqrt(sum(G * drop(vcov(f) %*% G))))
G <- c(0, 3 * b * r^2, r^3); put("koyck effect 3", b * r^3)
put("koyck effect 3 se", sqrt(sum(G * drop(vcov(f) %*% G))))

# ARDL(2, 1, 3), constant and trend
ardl <- function(p, q1, q2, trend = FALSE, from = 1) {
  X <- cbind(if (trend) seq_len(n), lags(d$y, 1, p, "y"), lags(d$x, 0, q1, "x"), lags(d$z, 0, q2, "z"))
  fit(d$y, X, from:n) }
f <- ardl(2, 1, 3); table2("ardl213", f)
put("ardl213 aic", AIC(f)); put("ardl213 bic", BIC(f)); put("ardl213 rss", sum(resid(f)^2))
a <- 1 - sum(coef(f)[2:3]); G <- matrix(0, 3, length(coef(f)))
th <- c(sum(coef(f)[4:5]), sum(coef(f)[6:9]), coef(f)[1]) / a
G[1, 4:5] <- 1 / a; G[2, 6:9] <- 1 / a; G[3, 1] <- 1 / a; G[, 2:3] <- th / a
put("ardl213 long run", th); put("ardl213 long run se", sqrt(diag(G %*% vcov(f) %*% t(G))))
f <- ardl(2, 1, 3, TRUE); table2("ardl213 trend", f)
# its error-correction form in cases III and V: F and t of the levels
ecm <- function(trend) {
  D <- function(v) c(NA, diff(v))
  X <- cbind(if (trend) seq_len(n), Ly = L(d$y, 1), Lx = L(d$x, 1), Lz = L(d$z, 1), L(D(d$y), 1), D(d$x),
             D(d$z), L(D(d$z), 1), L(D(d$z), 2)); fit(D(d$y), X) }
wald <- function(f, at) drop(coef(f)[at] %*% solve(vcov(f)[at, at]) %*% coef(f)[at]) / length(at)
f <- ecm(FALSE); put("ecm213 b", coef(f)); put("ecm213 se", sqrt(diag(vcov(f))))
put("bounds F III", wald(f, 2:4)); put("bounds F II", wald(f, 1:4)); put("bounds t III", coef(f)[2] / sqrt(vcov(f)[2, 2]))
f <- ecm(TRUE); put("bounds F V", wald(f, 3:5)); put("bounds F IV", wald(f, 2:5)); put("bounds t V", coef(f)[3] / sqrt(vcov(f)[3, 3]))

# the full grid P = 4, Q = 4, 4 on one sample
grid <- expand.grid(p = 1:4, q1 = 0:4, q2 = 0:4)
ic <- t(apply(grid, 1, function(o) { f <- ardl(o[1], o[2], o[3], from = 5); k <- length(coef(f)) + 1; m <- nobs(f)
  c(AIC(f), BIC(f), -2 * as.numeric(logLik(f)) + 2 * log(log(m)) * k) }))
for (j in 1:3) { o <- order(ic[, j])[1:3]; for (i in 1:3) {
  put(paste0("grid ", c("aic", "bic", "hq")[j], " ", i), c(unlist(grid[o[i], ]), ic[o[i], j])) } }

# Johansen (y, x, z)
s <- d[, c("y", "x", "z")]
for (e in c("none", "const", "trend")) for (K in 2:4) for (sea in c(0, 4)) {
  v <- ca.jo(s, type = "trace", ecdet = e, K = K, spec = "transitory", season = if (sea) sea else NULL)
  name <- paste("johansen", e, K, sea)
  put(paste(name, "lambda"), v@lambda[1:3]); put(paste(name, "trace"), rev(v@teststat))
  put(paste(name, "beta"), v@V[, 1] / v@V[1, 1]); put(paste(name, "alpha"), v@W[, 1]) }
v <- ca.jo(s, type = "trace", ecdet = "const", K = 2, spec = "longrun")
put("longrun beta", v@V[, 1]); put("longrun alpha", v@W[, 1])
H <- rbind(c(1, 0, 0), c(-1, 0, 0), c(0, 1, 0), c(0, 0, 1)); b <- blrtest(v, H = H, r = 1)
put("blrtest", b@teststat); put("blrtest beta", b@V[, 1] / b@V[1, 1])
b <- blrtest(v, H = H, r = 2); put("blrtest r2", b@teststat)
A <- diag(3)[, 1, drop = FALSE]; a <- alrtest(v, A = A, r = 1)
put("alrtest", a@teststat); put("alrtest alpha", a@W[, 1]); put("alrtest beta", a@V[, 1])
a <- alrtest(v, A = diag(3)[, 1:2], r = 2); put("alrtest r2", a@teststat)

# Phillips-Ouliaris: short is trunc(4 (n/100)^0.25) lags
for (m in c("none", "constant", "trend")) for (t in c("Pu", "Pz")) for (l in c("short", "long"))
  put(paste("ca.po", m, t, l), ca.po(s, demean = m, type = t, lag = l)@teststat)

# local projections of y on x, controls: 4 lags of both; w enters as it is
lp <- function(h, Lg = 4, kind = "level", state = NULL) {
  y <- switch(kind, level = c(d$y, rep(NA, h))[h + seq_len(n)],
    long = c(d$y, rep(NA, h))[h + seq_len(n)] - L(d$y, 1),
    sum = rowSums(sapply(0:h, function(j) c(d$y, rep(NA, j))[j + seq_len(n)])))
  X <- cbind(imp = d$x, w = d$w, lags(d$y, 1, Lg, "y"), lags(d$x, 1, Lg, "x"))
  if (is.null(state)) fit(y, X) else {
    one <- cbind(one = 1, X); Z <- cbind(one * state, one * (1 - state))
    colnames(Z) <- c(paste0("on.", colnames(one)), paste0("off.", colnames(one)))
    dd <- data.frame(y = y, Z); lm(y ~ . - 1, dd) } }
nw <- function(f, l) NeweyWest(f, lag = l, prewhite = FALSE, adjust = FALSE)
for (h in c(0, 3, 8)) {
  f <- lp(h); put(paste("lp", h), c(coef(f)["imp"], sqrt(nw(f, h + 1)["imp", "imp"])))
  f <- lp(h, kind = "long"); put(paste("lp long", h), c(coef(f)["imp"], sqrt(nw(f, h + 1)["imp", "imp"])))
  f <- lp(h, kind = "sum"); put(paste("lp sum", h), c(coef(f)["imp"], sqrt(nw(f, h + 1)["imp", "imp"])))
  f <- lp(h, 5); put(paste("lp augmented", h), c(coef(f)["imp"], sqrt(vcovHC(f, type = "HC1")["imp", "imp"])))
  st <- as.numeric(L(d$z, 1) > 0); f <- lp(h, state = st); V <- nw(f, h + 1); i <- c("on.imp", "off.imp")
  put(paste("lp state", h), c(coef(f)[i], sqrt(diag(V)[i]), sqrt(sum(V[i, i] * c(1, -1, -1, 1))))) }

# Granger: bivariate, lmtest
g <- grangertest(y ~ x, order = 3, data = d); put("grangertest x->y", g$F[2])
