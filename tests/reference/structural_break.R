# R 4.2.2, strucchange 1.5-3: breaks and stability tests on a small sample without random numbers.
# Rscript tests/reference/structural_break.R > tests/reference/structural_break.csv
suppressPackageStartupMessages(library(strucchange))
put <- function(name, value) cat(sprintf("%s,%.17g\n", name, value), sep = "")
cat("quantity,value\n")
i <- 1:120
x <- sin(i) + cos(.37 * i)
level <- ifelse(i <= 37, 0, ifelse(i <= 80, 1.5, .2))
y <- level + .5 * x + .8 * sin(3 * i * i)
one <- function(tag, formula) {
  b <- breakpoints(formula, h = .15, breaks = 4)
  s <- summary(b)
  for (m in 0:4) {
    put(paste0(tag, "_rss", m), s$RSS["RSS", m + 1])
    put(paste0(tag, "_bic", m), s$RSS["BIC", m + 1])
    if (m > 0) {
      ci <- suppressWarnings(confint(b, breaks = m)$confint)
      for (j in 1:m) {
        put(paste0(tag, "_m", m, "_", j, c("_low", "_at", "_high")), ci[j, ])
      }
    }
  }
  f <- Fstats(formula)
  put(paste0(tag, "_supF"), sctest(f)$statistic)
  put(paste0(tag, "_supF_hansen_p"), sctest(f)$p.value)
  put(paste0(tag, "_aveF"), sctest(f, type = "aveF")$statistic)
  put(paste0(tag, "_expF"), sctest(f, type = "expF")$statistic)
  put(paste0(tag, "_F_first"), f$Fstats[1])
  put(paste0(tag, "_F_count"), length(f$Fstats))
  put(paste0(tag, "_chow40"), sctest(formula, type = "Chow", point = 40)$statistic)
  put(paste0(tag, "_chow40_p"), sctest(formula, type = "Chow", point = 40)$p.value)
  for (type in c("Rec-CUSUM", "OLS-CUSUM")) {
    t <- sctest(efp(formula, type = type))
    put(paste0(tag, "_", type), t$statistic)
    put(paste0(tag, "_", type, "_p"), t$p.value)
  }
  w <- recresid(formula)
  put(paste0(tag, "_recresid_first"), w[1])
  put(paste0(tag, "_recresid_50"), w[50])
  put(paste0(tag, "_recresid_last"), w[length(w)])
}
one("slope", y ~ x)
one("mean", y ~ 1)
z <- .5 * x + .8 * sin(3 * i * i) + .15 * (i > 60)
put("null_supF", sctest(Fstats(z ~ x))$statistic)
put("null_supF_hansen_p", sctest(Fstats(z ~ x))$p.value)
# Hansen's p-values: statistic 8 with 1 parameter, 12 with 3, trimming 10%
pv <- strucchange:::pvalue.Fstats
put("hansen_1_8", pv(8, type = "supF", k = 1, lambda = 81))
put("hansen_3_12", pv(12, type = "supF", k = 3, lambda = 81))
put("hansen_3_23.557765", pv(23.557765, type = "supF", k = 3, lambda = 81))
# 55 rows: floor(.15 n) = 8, so that breaks after rows 8 to n - 8 = 47 are tried
f <- Fstats(y[1:55] ~ x[1:55])
put("short_F_count", length(f$Fstats))
put("short_F_last", f$Fstats[length(f$Fstats)])
put("short_supF", sctest(f)$statistic)
# intervals of break dates with one variance for all regimes, and one moment matrix
b <- breakpoints(y ~ x, h = .15, breaks = 4)
for (het in c("err", "reg")) {
  ci <- suppressWarnings(confint(b, breaks = 2, het.err = het != "err", het.reg = het != "reg")$confint)
  for (j in 1:2) put(paste0("one_", het, "_", j, c("_low", "_at", "_high")), ci[j, ])
}
