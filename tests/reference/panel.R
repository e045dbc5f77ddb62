# Reference numbers of econometrics/panel/*.test.cpp.
#   Rscript tests/reference/panel.R > tests/reference/panel.csv
# R 4.2.2, plm 2.6-2, sandwich 3.0-2. The data are those of diagnostics.R: ten firms, six periods.
suppressPackageStartupMessages({library(plm); library(sandwich)})
i <- 1:60
x1 <- sin(i); x2 <- cos(2 * i) + i / 50; e <- sin(3 * i^2) * (1 + i / 40); y <- 1 + 2 * x1 - x2 + e
firm <- (i - 1) %/% 6; time <- (i - 1) %% 6
d <- data.frame(firm, time, y = y + 4 * sin(firm^2), x1, x2)
out <- function(name, v) cat(sprintf("%s,%.17g\n", name, as.numeric(v)), sep = "")
cat("quantity,value\n")
p <- pdata.frame(d, index = c("firm", "time"))
report <- function(name, m, v) {
  s <- sqrt(diag(v))
  for (n in names(coef(m))) { out(paste0(name, "_b_", n), coef(m)[n]); out(paste0(name, "_se_", n), s[n]) }
}
pooling <- plm(y ~ x1 + x2, p, model = "pooling")
fixed <- plm(y ~ x1 + x2, p, model = "within")
fd <- plm(y ~ x1 + x2, p, model = "fd")
be <- plm(y ~ x1 + x2, p, model = "between")
report("pooled_nw2", pooling, vcovNW(pooling, maxlag = 2))
report("pooled_nw", pooling, vcovNW(pooling))
report("within_nw2", fixed, vcovNW(fixed, maxlag = 2))
report("fd_nw1", fd, vcovNW(fd, maxlag = 1))
report("fd_cluster", fd, vcovHC(fd, method = "arellano", type = "sss"))
report("fd_scc1", fd, vcovSCC(fd, maxlag = 1))
report("fd_noint", plm(y ~ x1 + x2 - 1, p, model = "fd"), vcov(plm(y ~ x1 + x2 - 1, p, model = "fd")))
bl <- lm(y ~ x1 + x2, as.data.frame(aggregate(cbind(y, x1, x2) ~ firm, d, mean)))
half <- factor(0:9 %/% 2)
v <- vcovCL(bl, cluster = half, type = "HC1"); rownames(v) <- colnames(v) <- names(coef(bl)); report("between_cluster", bl, v)
lsdv <- lm(y ~ x1 + x2 + factor(firm), d); two <- lm(y ~ x1 + x2 + factor(firm) + factor(time), d)
for (h in c("HC1", "HC2", "HC3", "HC4")) for (n in c("x1", "x2")) {
  out(paste0("within_", h, "_", n), sqrt(diag(vcovHC(lsdv, type = h)))[n])
  out(paste0("twoway_", h, "_", n), sqrt(diag(vcovHC(two, type = h)))[n])
}
