# Reference numbers of stats/bootstrap.test.cpp: intervals of given draws by R 4.2.2, boot 1.3-28.1.
#   Rscript tests/reference/bootstrap.R > tests/reference/bootstrap.csv
suppressPackageStartupMessages(library(boot))
b <- 1:999; t <- 2 + 0.3 * qnorm(((b * 617) %% 1000) / 1000) + 0.02 * sin(b)^2; v <- (0.25 + 0.1 * cos(b)^2)^2
l <- sin(1:40) + 0.5 * cos(3 * (1:40))^2; l <- l - mean(l)
o <- structure(list(t0 = c(2.05, 0.3^2), t = cbind(t, v), R = 999, data = 1:40, sim = "ordinary", stype = "i",
                    call = quote(boot()), strata = rep(1, 40), weights = rep(1/40, 40)), class = "boot")
cat("quantity,value\n")
out <- function(name, ci) cat(sprintf("%s_low,%.17g\n%s_high,%.17g\n", name, ci[length(ci) - 1], name, ci[length(ci)]))
for (level in c(0.9, 0.95, 0.993)) {
  n <- sprintf("%g", level * 1000)
  ci <- boot.ci(o, conf = level, type = c("basic", "perc", "bca", "stud"), L = l, index = c(1, 2))
  out(paste0("percentile", n), ci$percent); out(paste0("basic", n), ci$basic); out(paste0("bca", n), ci$bca); out(paste0("studentised", n), ci$student)
}
