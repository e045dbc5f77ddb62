# Reference numbers of econometrics/regression/lasso.test.cpp: glmnet with the effects as unpenalised
# dummies.
#   Rscript tests/reference/lasso.R > tests/reference/lasso.csv
# R 4.2.2, glmnet 4.1-6. The data are those of fixed_effects.R with nine candidates more.
suppressPackageStartupMessages(library(glmnet))
i <- 1:120
a <- (i * i * 7 + i) %% 13; b <- (i * 11 + i %/% 7) %% 8; g <- (i * 3 + i %/% 9) %% 17; c <- i %% 5
x1 <- sin(i) + a / 10; x2 <- cos(2 * i) - b / 8; x3 <- sin(5 * i) * (1 + c)
m <- pmax(0, exp(.3 + .4 * x1 - .3 * x2 + .1 * x3 + .5 * sin(a) + .2 * b / 8) * (1 + sin(7 * i^2)) - .8)
x <- cbind(x1, x2, x3, sapply(1:9, function(p) sin((p + 5) * i * i + p) + .3 * x1 * (p == 2) + (p == 3) * x2))
colnames(x) <- paste0("x", 1:12)
cat("quantity,value\n")
say <- function(name, v) cat(sprintf("%s,%.17g\n", name, unname(v)), sep = "")
sd0 <- function(v) sqrt(mean((v - mean(v))^2))
phi <- apply(x, 2, sd0)
dummies <- function(f) model.matrix(~ factor(f))[, -1]
effects <- list(none = NULL, two = cbind(dummies(a), dummies(b)))
glmnet.control(fdev = 0, devmax = 1, eps = 1e-12)
# penalties as they are: factors that glmnet rescales to a mean of one are given by a scaled column
fit <- function(y, family, effects, lambda, alpha = 1, keep = NULL) {
  free <- 1 * !(colnames(x) %in% keep)
  z <- cbind(sweep(x, 2, phi, "/"), effects)
  factors <- c(free, rep(0, NCOL(z) - 12))
  # glmnet: factors sum to the number of columns; lambda is given in its own unit
  own <- lambda * sum(factors) / length(factors)
  f <- glmnet(z, y, family = family, alpha = alpha, lambda = own * c(100, 30, 10, 3, 1), standardize = FALSE,
              penalty.factor = factors, thresh = 1e-22, maxit = 1e8)
  as.matrix(coef(f))[2:13, 5] / phi
}
out <- function(name, v) for (k in 1:12) say(paste0(name, "_x", k), v[k])
for (e in names(effects)) {
  for (l in c(.02, .08)) out(paste0("linear_", e, "_", l), fit(m, "gaussian", effects[[e]], l))
  for (l in c(.02, .08)) out(paste0("poisson_", e, "_", l), fit(m, "poisson", effects[[e]], l * mean(m)))
  out(paste0("poisson_keep_", e), fit(m, "poisson", effects[[e]], .08 * mean(m), keep = "x5"))
  # a gaussian response is scaled to unit deviation inside, and the ridge penalty with it
  out(paste0("linear_ridge_", e), fit(m, "gaussian", effects[[e]], .08 * sd0(m), alpha = 0))
  out(paste0("poisson_ridge_", e), fit(m, "poisson", effects[[e]], .08 * mean(m), alpha = 0))
}
# the plug-in penalty: loadings from PPML on the selected, scores summed by g, until the selection stands
plugin <- function(d, by) {
  n <- length(m); selected <- character(0)
  for (round in 1:15) {
    z <- if (length(selected)) cbind(x[, selected, drop = FALSE], d) else d
    post <- if (is.null(z)) glm(m ~ 1, family = quasipoisson) else
      glm(m ~ z, family = quasipoisson, control = glm.control(1e-15, 100))
    mu <- fitted(post)
    left <- lm.wfit(cbind(rep(1, n), d), x, mu)$residuals
    s <- rowsum(left * (m - mu), g)
    phi <- sqrt(colSums(s^2) / n)
    lambda <- by * sqrt(n) * qnorm(1 - .1 / log(n) / (2 * 12))
    p <- lambda * phi / n
    factors <- c(rep(1, 12), rep(0, NCOL(d) * !is.null(d)))
    own <- sum(factors) / length(factors)
    f <- glmnet(cbind(sweep(x, 2, p, "/"), d), m, family = "poisson", lambda = own * c(100, 30, 10, 3, 1),
                standardize = FALSE, penalty.factor = factors, thresh = 1e-22, maxit = 1e8)
    b <- as.matrix(coef(f))[2:13, 5] / p
    now <- colnames(x)[b != 0]
    if (identical(now, selected)) break
    selected <- now
  }
  list(b = b, phi = phi, lambda = lambda, rounds = round)
}
for (e in names(effects)) {
  f <- plugin(effects[[e]], .3)  # 1.1 selects nothing of 120 rows
  out(paste0("plugin_", e), f$b)
  out(paste0("plugin_phi_", e), f$phi)
  say(paste0("plugin_lambda_", e), f$lambda)
  say(paste0("plugin_rounds_", e), f$rounds)
}
