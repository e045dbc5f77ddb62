# Reference numbers of econometrics/regression/varying_slopes.test.cpp: dummies times slopes in lm and glm.
#   Rscript tests/reference/varying_slopes.R > tests/reference/varying_slopes.csv
# R 4.2.2, sandwich 3.0-2. The data (support/effects_data.hpp) need no random numbers.
suppressPackageStartupMessages(library(sandwich))
i <- 1:120
a <- (i * i * 7 + i) %% 13; b <- (i * 11 + i %/% 7) %% 8; c <- i %% 5; g <- (i * 3 + i %/% 9) %% 17
x1 <- sin(i) + a / 10; x2 <- cos(2 * i) - b / 8; x3 <- sin(5 * i) * (1 + c)
w <- 1 + (i * 5) %% 4
y <- 1 + .5 * x1 - x2 + .1 * x3 + sin(a) + cos(b) + c / 4 + sin(3 * i^2) * (1 + i / 80)
m <- pmax(0, exp(.3 + .4 * x1 - .3 * x2 + .1 * x3 + .5 * sin(a) + .2 * b / 8) * (1 + sin(7 * i^2)) - .8)
z <- log(1 + i %% 6)
d <- data.frame(y, m, x1, x2, x3, w, z, g, t = 1990 + i %/% 10, a = factor(a), b = factor(b), c = factor(c))
cat("quantity,value\n")
say <- function(name, v) cat(sprintf("%s,%.17g\n", name, unname(v)), sep = "")
slopes <- c("x1", "x2", "x3")
errors <- function(name, v) for (x in slopes) say(paste0(name, "_", x), sqrt(diag(v))[x])
models <- list(level = ~ a + a:z + b,           # a[z] + b
               other = ~ a + b + b:z,           # a + b[z]
               years = ~ a + a:t + c,           # a[t] + c, values far from zero
               only = ~ a + c:z,                # a + c[[z]]
               alone = ~ c:z,                   # c[[z]], the constant a regressor
               two = ~ b + b:z + b:t + c)       # b[z] + b[[t]] + c
for (s in names(models)) for (weighted in c(FALSE, TRUE)) {
  n <- paste0("ols_", s, if (weighted) "_w" else "")
  h <- update(models[[s]], y ~ x1 + x2 + x3 + .)
  f <- if (weighted) lm(h, d, weights = w, tol = 1e-12) else lm(h, d, tol = 1e-12)
  for (x in slopes) say(paste0(n, "_", x), coef(f)[x])
  errors(paste0(n, "_iid"), vcov(f))
  errors(paste0(n, "_hc3"), vcovHC(f, type = "HC3"))
  errors(paste0(n, "_cluster"), vcovCL(f, ~ g, type = "HC1"))
  say(paste0(n, "_rss"), deviance(f)); say(paste0(n, "_r2"), summary(f)$r.squared)
  say(paste0(n, "_k"), f$rank)
}
tight <- glm.control(epsilon = 1e-15, maxit = 100)
for (s in c("level", "other", "only", "alone")) {
  n <- paste0("ppml_", s)
  f <- suppressWarnings(glm(update(models[[s]], m ~ x1 + x2 + x3 + .), quasipoisson, d, control = tight))
  for (x in slopes) say(paste0(n, "_", x), coef(f)[x])
  errors(paste0(n, "_hc0"), vcovHC(f, type = "HC0"))
  say(paste0(n, "_deviance"), deviance(f)); say(paste0(n, "_k"), f$rank)
}
