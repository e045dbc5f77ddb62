# Reference numbers of econometrics/{fixed_effects,ppml}.test.cpp: dummies in lm and glm.
#   Rscript tests/reference/fixed_effects.R > tests/reference/fixed_effects.csv
# R 4.2.2, sandwich 3.0-2. The data (support/effects_data.hpp) need no random numbers.
suppressPackageStartupMessages(library(sandwich))
i <- 1:120
a <- (i * i * 7 + i) %% 13; b <- (i * 11 + i %/% 7) %% 8; c <- i %% 5; g <- (i * 3 + i %/% 9) %% 17
x1 <- sin(i) + a / 10; x2 <- cos(2 * i) - b / 8; x3 <- sin(5 * i) * (1 + c)
w <- 1 + (i * 5) %% 4
y <- 1 + .5 * x1 - x2 + .1 * x3 + sin(a) + cos(b) + c / 4 + sin(3 * i^2) * (1 + i / 80)
m <- pmax(0, exp(.3 + .4 * x1 - .3 * x2 + .1 * x3 + .5 * sin(a) + .2 * b / 8) * (1 + sin(7 * i^2)) - .8)
z <- log(1 + i %% 6)
d <- data.frame(y, m, x1, x2, x3, w, z, g, a = factor(a), b = factor(b), c = factor(c))
cat("quantity,value\n")
say <- function(name, v) cat(sprintf("%s,%.17g\n", name, unname(v)), sep = "")
slopes <- c("x1", "x2", "x3")
fit <- function(name, f) {
  for (x in slopes) say(paste0(name, "_", x), coef(f)[x])
}
errors <- function(name, v) for (x in slopes) say(paste0(name, "_", x), sqrt(diag(v))[x])
sets <- list(one = ~ a, two = ~ a + b, three = ~ a + b + c)
for (s in names(sets)) for (weighted in c(FALSE, TRUE)) {
  n <- paste0("ols_", s, if (weighted) "_w" else "")
  h <- update(sets[[s]], y ~ x1 + x2 + x3 + .)
  f <- if (weighted) lm(h, d, weights = w) else lm(h, d)
  fit(n, f)
  errors(paste0(n, "_iid"), vcov(f))
  for (k in 0:4) errors(paste0(n, "_hc", k), vcovHC(f, type = paste0("HC", k)))
  errors(paste0(n, "_cluster"), vcovCL(f, ~ g, type = "HC1"))
  say(paste0(n, "_rss"), deviance(f)); say(paste0(n, "_r2"), summary(f)$r.squared)
  say(paste0(n, "_sigma"), summary(f)$sigma); say(paste0(n, "_loglik"), logLik(f))
  say(paste0(n, "_k"), length(coef(f)))
}
tight <- glm.control(epsilon = 1e-15, maxit = 100)
sets$none <- ~ 1
for (s in names(sets)) for (kind in c("", "_w", "_z")) {
  n <- paste0("ppml_", s, kind)
  h <- update(sets[[s]], m ~ x1 + x2 + x3 + .)
  f <- suppressWarnings(
    if (kind == "_w") glm(h, quasipoisson, d, weights = w, control = tight)
    else if (kind == "_z") glm(h, quasipoisson, d, offset = z, control = tight)
    else glm(h, quasipoisson, d, control = tight))
  fit(n, f)
  bread <- summary(f)$cov.unscaled
  errors(paste0(n, "_iid"), bread)
  errors(paste0(n, "_hc0"), vcovHC(f, type = "HC0")); errors(paste0(n, "_hc1"), vcovHC(f, type = "HC1"))
  errors(paste0(n, "_cluster"), vcovCL(f, ~ g, type = "HC1"))
  say(paste0(n, "_deviance"), deviance(f)); say(paste0(n, "_null"), f$null.deviance)
  if (s == "none") say(paste0(n, "_constant"), coef(f)[1])
}
