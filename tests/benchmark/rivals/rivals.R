# rivals.R JOB FOLDER SIZE REPS: sandwich, boot, strucchange, urca, R's own solve and, where installed, fixest on the data
# of generate.py; the last line is the RESULT line of main.cpp. Exit status 3 for a job it does not have.
a <- commandArgs(TRUE); job <- a[1]; folder <- a[2]; reps <- as.integer(a[4])
read <- function(f) { p <- file.path(folder, f); if (requireNamespace("data.table", quietly = TRUE)) as.data.frame(data.table::fread(p)) else read.csv(p) }
none <- function() quit(status = 3)
have <- function(p) suppressPackageStartupMessages(require(p, character.only = TRUE, quietly = TRUE))
threads <- as.integer(Sys.getenv("OMP_NUM_THREADS", "1"))
j <- switch(job,
  ols_hac = { if (!have("sandwich")) none(); d <- read("hac.csv"); list("sandwich", d, function() { m <- lm(y ~ ., d); list(coef(m), sqrt(diag(NeweyWest(m, lag = 12, prewhite = FALSE)))) }) },
  bootstrap = { if (!have("boot")) none(); d <- read("bootstrap.csv"); m <- ts(as.matrix(d)); list("boot", d, function() { set.seed(1); f <- tsboot(m, function(z) cov(z[, 1], z[, 2]) / var(z[, 2]), R = 10000, l = 12, sim = "fixed"); list(c(slope = f$t0[[1]]), sd(f$t[, 1])) }) },
  breaks = { if (!have("strucchange")) none(); d <- read("breaks.csv"); list("strucchange", d, function() { b <- breakpoints(breakpoints(y ~ x, data = d, h = .1, breaks = 5), breaks = 5); list(c(setNames(b$breakpoints, paste0("break", 1:5)), rss5 = b$RSS), rep(NA, 6)) }) },
  johansen = { if (!have("urca")) none(); d <- read("johansen.csv"); list("urca", d, function() { f <- ca.jo(as.matrix(d), type = "trace", ecdet = "none", K = 2, spec = "transitory"); list(setNames(c(f@lambda[1:5], rev(f@teststat)), c(paste0("lambda", 1:5), paste0("trace_r", 0:4))), rep(NA, 10)) }) },
  io = { A <- unname(as.matrix(read(sprintf("io_A_%s.csv", a[3])))); d <- read(sprintf("io_f_%s.csv", a[3])); list("base", d, function() { x <- solve(diag(nrow(A)) - A) %*% d[[1]]; list(c(x1 = x[1], sum_x = sum(x)), c(NA, NA)) }) },
  csv = { if (!have("data.table")) none(); setDTthreads(threads); p <- file.path(folder, sprintf("trade_%s.csv", a[3])); d <- fread(p, colClasses = c(hs6 = "character"))
    list("data.table", d, function() { d <<- NULL; gc(); d <<- fread(p, colClasses = c(hs6 = "character")); list(c(rows = nrow(d), sum_value = sum(d$value), quantity_na = sum(is.na(d$quantity)), hs6_distinct = uniqueN(d$hs6)), rep(NA, 4)) }) },
  ols3 = , ppml3 = { if (!have("fixest")) none(); setFixest_nthreads(threads); setFixest_notes(FALSE); d <- read("gravity_1m.csv")
    list("fixest", d, function() { f <- if (job == "ols3") feols(log(trade + 1) ~ x1 + x2 + x3 | exporter^year + importer^year + exporter^importer, d, cluster = ~exporter^importer) else fepois(trade ~ x1 + x2 + x3 | exporter^year + importer^year + exporter^importer, d, cluster = ~exporter^importer); list(coef(f), se(f)) }) },
  difficult3 = { if (!have("fixest")) none(); setFixest_nthreads(threads); d <- read("dgp_difficult_1m.csv"); list("fixest", d, function() { f <- feols(y ~ x1 + x2 | indiv_id + year + firm_id, d); list(coef(f), se(f)) }) },
  none())
sec <- numeric(0); for (i in seq_len(reps)) { sec <- c(sec, system.time(out <- j[[3]]())[["elapsed"]]); if (tail(sec, 1) > 60) break }
num <- function(x) ifelse(is.na(x), "null", sprintf("%.15g", x))
cat(sprintf('RESULT {"version": "%s %s", "n": %d, "k": %d, "seconds_all": [%s], "estimates": [%s]}\n', j[[1]], packageVersion(j[[1]]), nrow(j[[2]]), ncol(j[[2]]),
  paste(signif(sec, 6), collapse = ", "), paste(sprintf('["%s", %s, %s]', sub("(Intercept)", "const", names(out[[1]]), fixed = TRUE), num(out[[1]]), num(out[[2]])), collapse = ", ")))
