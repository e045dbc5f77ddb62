# Reference numbers of econometrics/regression/{generalised_linear,negative_binomial}.test.cpp:
# dummies in glm and MASS::glm.nb.
#   Rscript tests/reference/glm.R > tests/reference/glm.csv
# R 4.2.2, MASS 7.3-58.2, sandwich 3.0-2. The data (support/glm_data.hpp) need no random numbers.
suppressPackageStartupMessages({library(sandwich); library(MASS)})
i <- 1:400
a <- (i * i * 7 + i) %% 13; b <- (i * 11 + i %/% 7) %% 8; g <- (i * 3 + i %/% 9) %% 17
h <- (i * 5 + i %/% 11) %% 9
x1 <- sin(i) + a / 10; x2 <- cos(2 * i) - b / 8; x3 <- sin(5 * i) * (1 + i %% 5)
w <- 1 + (i * 5) %% 4
z <- log(1 + i %% 6) / 4
index <- .3 + .4 * x1 - .3 * x2 + .1 * x3 + .5 * sin(a) + .025 * b
u <- (i * 7919) %% 1009 / 1009; v <- (i * 104729) %% 997 / 997
y <- exp(index) * (.05 - log(1 - .95 * u))
y0 <- ifelse(v < .2, 0, y)
count <- floor(exp(index) * (.1 - log(1 - .97 * u)) * (.4 - log(1 - .95 * v)))
bit <- as.numeric(index + 2 * u - 1.6 + v > .4)
d <- data.frame(y, y0, count, bit, x1, x2, x3, w, z, g, h, a = factor(a), b = factor(b))
cat("quantity,value\n")
say <- function(name, v) cat(sprintf("%s,%.17g\n", name, unname(v)), sep = "")
slopes <- c("x1", "x2", "x3")
errors <- function(name, v) for (x in slopes) say(paste0(name, "_", x), sqrt(diag(v))[x])
tight <- glm.control(epsilon = 1e-15, maxit = 500)
sets <- list(none = ~ 1, one = ~ a, two = ~ a + b)
report <- function(n, f, likelihood = TRUE, none = FALSE) {
  for (x in slopes) say(paste0(n, "_", x), coef(f)[x])
  errors(paste0(n, "_iid"), vcov(f))
  errors(paste0(n, "_hc0"), vcovHC(f, type = "HC0")); errors(paste0(n, "_hc1"), vcovHC(f, type = "HC1"))
  errors(paste0(n, "_cluster"), vcovCL(f, ~ g, type = "HC1"))
  errors(paste0(n, "_twoway"), vcovCL(f, ~ g + h, type = "HC1"))
  if (likelihood) {
    say(paste0(n, "_deviance"), deviance(f)); say(paste0(n, "_null"), f$null.deviance)
    say(paste0(n, "_loglik"), logLik(f)); say(paste0(n, "_aic"), AIC(f))
  }
  if (none) say(paste0(n, "_constant"), coef(f)[1])
}
# Fisher scoring stops where the deviance no longer moves, which leaves 1e-9 in the coefficients: on from
# its own estimates until these no longer move
again <- function(call) {
  f <- suppressWarnings(call(NULL))
  for (k in 1:100) {
    last <- coef(f)
    f <- suppressWarnings(call(last))
    if (max(abs(coef(f) - last)) < 1e-14) break
  }
  f
}
families <- list(gamma = list("y", Gamma("log")), gamma0 = list("y0", quasi("log", "mu^2")),
                 logit = list("bit", binomial("logit")), probit = list("bit", binomial("probit")),
                 cloglog = list("bit", binomial("cloglog")))
for (name in names(families)) for (s in names(sets)) for (kind in c("", "_w", "_z")) {
  family <- families[[name]][[2]]
  form <- update(sets[[s]], as.formula(paste(families[[name]][[1]], "~ x1 + x2 + x3 + .")))
  d$one <- if (kind == "_w") w else 1
  d$shift <- if (kind == "_z") z else 0
  first <- if (name == "gamma0") suppressWarnings(
    glm(update(form, y0 + .1 ~ .), Gamma("log"), d, weights = one, offset = shift))
  f <- again(function(start) glm(form, family, d, weights = one, offset = shift, control = tight,
                                 start = if (is.null(start) && name == "gamma0") coef(first) else start))
  report(paste0(name, "_", s, kind), f, name != "gamma0", s == "none")
}
for (s in names(sets)) for (kind in c("", "_w", "_z", "_fixed")) {
  form <- update(sets[[s]], count ~ x1 + x2 + x3 + .)
  d$one <- if (kind == "_w") w else 1
  d$shift <- if (kind == "_z") z else 0
  theta <- 1.5
  for (k in 1:60) {
    f <- again(function(start) glm(form, negative.binomial(theta), d, weights = one, offset = shift,
                                   control = tight, start = start))
    if (kind == "_fixed") break
    last <- theta
    theta <- as.vector(theta.ml(count, fitted(f), sum(d$one), d$one, limit = 200, eps = 1e-13))
    if (abs(theta - last) < 1e-13 * theta) break
  }
  n <- paste0("negbin_", s, kind)
  v <- summary(f, dispersion = 1)$cov.scaled
  for (x in slopes) say(paste0(n, "_", x), coef(f)[x])
  errors(paste0(n, "_iid"), v)
  errors(paste0(n, "_hc1"), vcovHC(f, type = "HC1"))
  errors(paste0(n, "_cluster"), vcovCL(f, ~ g, type = "HC1"))
  say(paste0(n, "_deviance"), deviance(f))
  say(paste0(n, "_loglik"), sum(d$one * dnbinom(count, size = theta, mu = fitted(f), log = TRUE)))
  if (kind != "_fixed") {
    say(paste0(n, "_theta"), theta)
    say(paste0(n, "_theta_error"), attr(theta.ml(count, fitted(f), sum(d$one), d$one, limit = 200,
                                                 eps = 1e-13), "SE"))
  }
  if (s == "none" && kind == "") { # glm.nb itself, to its own tolerance
    m <- suppressWarnings(glm.nb(form, d, control = tight))
    say("glm_nb_theta", m$theta); for (x in slopes) say(paste0("glm_nb_", x), coef(m)[x])
    say("glm_nb_aic", AIC(m))
  }
}
