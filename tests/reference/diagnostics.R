# Reference numbers of econometrics/{ols,covariance,diagnostics,iv,panel}.test.cpp.
#   Rscript tests/reference/diagnostics.R > tests/reference/diagnostics.csv
# R 4.2.2, lmtest 0.9-40, sandwich 3.0-2, plm 2.6-2. The data come from the formulas below (no random
# numbers), so that the tests make them again: x1 = sin(i), x2 = cos(2 i) + i / 50,
# e = sin(3 i^2) (1 + i / 40), y = 1 + 2 x1 - x2 + e, i = 1..60.
suppressPackageStartupMessages({library(lmtest); library(sandwich)})
i <- 1:60
x1 <- sin(i); x2 <- cos(2 * i) + i / 50; e <- sin(3 * i^2) * (1 + i / 40); y <- 1 + 2 * x1 - x2 + e
w <- 1 + (i %% 3); z1 <- x1 + cos(5 * i); z2 <- x1 - sin(7 * i^2); firm <- (i - 1) %/% 6; time <- (i - 1) %% 6
out <- function(name, v) cat(sprintf("%s,%.17g\n", name, as.numeric(v)), sep = "")
cat("quantity,value\n")
m <- lm(y ~ x1 + x2)
b <- coef(m)
for (j in 1:3) out(paste0("b", j), b[j])
for (h in c("const", "HC0", "HC1", "HC2", "HC3", "HC4")) {
  s <- sqrt(diag(vcovHC(m, type = h))); for (j in 1:3) out(paste0("se_", h, j), s[j]) }
s <- summary(m); out("r2", s$r.squared); out("adjusted_r2", s$adj.r.squared); out("sigma", s$sigma); out("F", s$fstatistic[1])
out("loglik", logLik(m)); for (j in c(1, 60)) out(paste0("hat", j), hatvalues(m)[j]); out("cook60", cooks.distance(m)[60])
p <- predict(m, data.frame(x1 = .5, x2 = 2), se.fit = TRUE, interval = "prediction"); out("fit", p$fit[1]); out("lwr", p$fit[2]); out("upr", p$fit[3]); out("se_fit", p$se.fit)
mw <- lm(y ~ x1 + x2, weights = w); for (j in 1:3) { out(paste0("wb", j), coef(mw)[j]); out(paste0("wse", j), sqrt(diag(vcov(mw)))[j]); out(paste0("wse_HC1", j), sqrt(diag(vcovHC(mw, type = "HC1")))[j]); out(paste0("wse_HC3", j), sqrt(diag(vcovHC(mw, type = "HC3")))[j]) }
out("w_sigma", summary(mw)$sigma); out("w_loglik", logLik(mw)); out("w_r2", summary(mw)$r.squared)
k <- rep(i, w); mf <- lm(y ~ x1 + x2, data = data.frame(y = y[k], x1 = x1[k], x2 = x2[k]))
for (j in 1:3) { out(paste0("fb", j), coef(mf)[j]); out(paste0("fse", j), sqrt(diag(vcov(mf)))[j]); out(paste0("fse_HC1", j), sqrt(diag(vcovHC(mf, type = "HC1")))[j]); out(paste0("fse_HC3", j), sqrt(diag(vcovHC(mf, type = "HC3")))[j]) }
out("f_loglik", logLik(mf)); out("f_r2", summary(mf)$r.squared)
test <- function(name, t) { out(name, t$statistic); out(paste0(name, "_p"), t$p.value) }
test("bp", bptest(m)); test("bp_plain", bptest(m, studentize = FALSE))
test("white", bptest(m, ~ x1 * x2 + I(x1^2) + I(x2^2))); test("gq", gqtest(m)); test("gq_omit", gqtest(m, point = .4, fraction = .2))
test("bg", bgtest(m, order = 3)); test("bg_f", bgtest(m, order = 3, type = "F"))
test("dw", dwtest(m)); test("lb", Box.test(resid(m), 5, "Ljung-Box")); test("lb_fit", Box.test(resid(m), 5, "Ljung-Box", fitdf = 2))
test("reset", resettest(m, 2:3)); test("reset4", resettest(m, 2:4))
u <- resid(m); a <- embed(u^2, 4); am <- lm(a[, 1] ~ a[, -1]); out("arch", nrow(a) * summary(am)$r.squared); out("arch_p", pchisq(nrow(a) * summary(am)$r.squared, 3, lower = FALSE))
c <- u - mean(u); jb <- 60 / 6 * ((mean(c^3) / mean(c^2)^1.5)^2 + (mean(c^4) / mean(c^2)^2 - 3)^2 / 4); out("jb", jb); out("jb_p", pchisq(jb, 2, lower = FALSE))
out("vif1", 1 / (1 - summary(lm(x1 ~ x2))$r.squared)); out("vif2", 1 / (1 - summary(lm(x2 ~ x1))$r.squared))
m0 <- lm(y ~ x1); out("lr", 2 * (logLik(m) - logLik(m0))); u0 <- resid(m0); out("lm_score", 60 * summary(lm(u0 ~ x1 + x2))$r.squared)
wt <- waldtest(m, m0, vcov = vcovHC(m, type = "HC1")); out("wald_hc1_F", wt$F[2]); out("wald_hc1_p", wt$`Pr(>F)`[2])
g <- c(0, 1 / b[3], -b[2] / b[3]^2); out("ratio_se", sqrt(t(g) %*% vcov(m) %*% g))
# instrumental variables by their formulas: x2 and an endogenous xe with instruments z1, z2
xe <- x1 + .5 * e + cos(11 * i); W <- cbind(1, x2); X <- cbind(W, xe); Z <- cbind(W, z1, z2); n <- 60
MZ <- diag(n) - Z %*% solve(t(Z) %*% Z, t(Z)); MW <- diag(n) - W %*% solve(t(W) %*% W, t(W))
kclass <- function(kappa) { A <- t(X) %*% (diag(n) - kappa * MZ) %*% X; b <- solve(A, t(X) %*% (diag(n) - kappa * MZ) %*% y); u <- y - X %*% b; s2 <- sum(u^2) / (n - 3); Xt <- X - kappa * MZ %*% X; m <- t(Xt) %*% diag(c(u^2)) %*% Xt; list(b = b, se = sqrt(diag(solve(A) * s2)), hc0 = sqrt(diag(solve(A) %*% m %*% solve(A))), u = u) }
Y <- cbind(y, xe); kl <- min(eigen(solve(t(Y) %*% MZ %*% Y) %*% (t(Y) %*% MW %*% Y))$values); out("kappa_liml", kl)
for (nm in c("tsls", "liml", "fuller")) { f <- kclass(switch(nm, tsls = 1, liml = kl, fuller = kl - 1 / (n - 4))); for (j in 1:3) { out(paste0(nm, "_b", j), f$b[j]); out(paste0(nm, "_se", j), f$se[j]); out(paste0(nm, "_hc0_", j), f$hc0[j]) } }
f <- kclass(1); out("sargan", n * sum((f$u - MZ %*% f$u)^2) / sum(f$u^2))
fs <- lm(xe ~ x2 + z1 + z2); f0 <- lm(xe ~ x2); out("first_F", anova(f0, fs)$F[2]); out("first_F_hc1", waldtest(fs, f0, vcov = vcovHC(fs, type = "HC1"))$F[2]); out("partial_r2", 1 - sum(resid(fs)^2) / sum(resid(f0)^2))
aux <- lm(y ~ x2 + xe + resid(fs)); out("dwh", summary(aux)$coefficients[4, 3]^2)
S <- t(Z * c(f$u)) %*% (Z * c(f$u)); A <- t(X) %*% Z; g2 <- solve(A %*% solve(S) %*% t(A), A %*% solve(S) %*% t(Z) %*% y); u2 <- y - X %*% g2; S2 <- t(Z * c(u2)) %*% (Z * c(u2))
for (j in 1:3) { out(paste0("gmm_b", j), g2[j]); out(paste0("gmm_se", j), sqrt(diag(solve(A %*% solve(S2) %*% t(A))))[j]) }; out("gmm_J", t(t(Z) %*% u2) %*% solve(S) %*% (t(Z) %*% u2))
gi <- g2; for (r in 1:500) { u <- c(y - X %*% gi); S <- t(Z * u) %*% (Z * u); gi <- solve(A %*% solve(S) %*% t(A), A %*% solve(S) %*% t(Z) %*% y) }; for (j in 1:3) out(paste0("igmm_b", j), gi[j])
q <- function(b) { u <- c(y - X %*% b); g <- t(Z) %*% u; S <- t(Z * u) %*% (Z * u); c(t(g) %*% solve(S, g)) }
cu <- optim(gi, q, method = "BFGS", control = list(reltol = 1e-16, maxit = 1000)); cu <- optim(cu$par, q, method = "Nelder-Mead", control = list(reltol = 1e-16, maxit = 5000)); for (j in 1:3) out(paste0("cue_b", j), cu$par[j]); out("cue_J", cu$value)
# panels: firm (10 firms of 6 periods), y on x1, x2
suppressPackageStartupMessages(library(plm)); d <- pdata.frame(data.frame(firm, time, y = y + 4 * sin(firm^2), x1, x2), c("firm", "time"))
for (mo in c("pooling", "within", "random", "between", "fd")) { f <- plm(y ~ x1 + x2, d, model = mo); cf <- summary(f)$coefficients; for (r in rownames(cf)) { out(paste0(mo, "_b_", r), cf[r, 1]); out(paste0(mo, "_se_", r), cf[r, 2]) } }
f2 <- plm(y ~ x1 + x2, d, model = "within", effect = "twoways"); cf <- summary(f2)$coefficients; for (r in rownames(cf)) { out(paste0("twoway_b_", r), cf[r, 1]); out(paste0("twoway_se_", r), cf[r, 2]) }
out("hausman", phtest(plm(y ~ x1 + x2, d, model = "within"), plm(y ~ x1 + x2, d, model = "random"))$statistic)
