# NARDL(2; 1, 2; 1) of dynamics_data.csv and forecasts of an ARDL, written out on lm.
#   Rscript nardl.R > nardl.csv      (R 4.2.2, base only)
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
d <- read.csv(file.path(here, "dynamics_data.csv")); n <- nrow(d)
cat("quantity,value\n")
put <- function(name, value) cat(sprintf("%s,%.15g\n", paste0(name, if (length(value) > 1)
  paste0("[", seq_along(value), "]")), value), sep = "")
L <- function(v, l) c(rep(NA, l), v[seq_len(n - l)])
dx <- c(0, diff(d$x)); up <- cumsum(pmax(dx, 0)); down <- cumsum(pmin(dx, 0))
f <- lm(d$y ~ L(d$y, 1) + L(d$y, 2) + up + L(up, 1) + down + L(down, 1) + L(down, 2) + d$z + L(d$z, 1))
b <- coef(f); V <- vcov(f); put("b", b); put("se", sqrt(diag(V)))
a <- 1 - b[2] - b[3]; th <- c(b[4] + b[5], b[6] + b[7] + b[8]) / a; put("theta", th)
G <- c(0, (th[1] - th[2]) / a, (th[1] - th[2]) / a, 1 / a, 1 / a, -1 / a, -1 / a, -1 / a, 0, 0)
put("long-run F", (th[1] - th[2])^2 / sum(G * (V %*% G)))
put("impact F", (b[4] - b[6])^2 / (V[4, 4] + V[6, 6] - 2 * V[4, 6]))
# short run: the ECM has d.x+ (order 1), d.x- and d.L1.x- (order 2)
D <- function(v) c(NA, diff(v))
e <- lm(D(d$y) ~ L(d$y, 1) + L(up, 1) + L(down, 1) + L(d$z, 1) + L(D(d$y), 1) + D(up) + D(down) +
          L(D(down), 1) + D(d$z))
w <- c(rep(0, 6), 1, -1, -1, 0); put("short-run F", sum(w * coef(e))^2 / sum(w * (vcov(e) %*% w)))

# forecasts: ARDL(2, 1) with trend and w as a fixed column, six steps under a stated path
t <- 1:n; f <- lm(d$y ~ t + L(d$y, 1) + L(d$y, 2) + d$x + L(d$x, 1) + d$w)
xf <- c(d$x, 1.5, 1.6, 1.2, 1.4, 1.9, 2.0); wf <- c(d$w, rep(0.5, 6))
ahead <- function(b, shock = 0) { y <- c(d$y, rep(NA, 6))
  for (s in n + 1:6) y[s] <- sum(b * c(1, s, y[s - 1], y[s - 2], xf[s], xf[s - 1], wf[s])) +
    (if (s == n + 1) shock else 0)
  tail(y, 6) }
b <- coef(f); put("forecast", ahead(b)); psi <- ahead(b, 1) - ahead(b); s2 <- summary(f)$sigma^2
put("forecast shocks se", sqrt(s2 * cumsum(psi^2)))
J <- sapply(1:7, function(j) { h <- 1e-5 * max(1, abs(b[j])); e <- replace(numeric(7), j, h)
  (ahead(b + e) - ahead(b - e)) / (2 * h) })
put("forecast se", sqrt(s2 * cumsum(psi^2) + diag(J %*% vcov(f) %*% t(J))))
