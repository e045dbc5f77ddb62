# structure.R VARIANT FOLDER SIZE THREADS REPS: the job of job_structure.hpp with data.table; VARIANT read stops after fread.
a <- commandArgs(TRUE); suppressMessages(library(data.table)); setDTthreads(as.integer(a[4])); path <- file.path(a[2], paste0("baci_", a[3], ".csv"))
run <- function() {
  d <- fread(path, colClasses = c(k = "character"), showProgress = FALSE); if (a[1] == "read") return(c(nrow(d), NA, NA, NA, NA))
  x <- d[, .(x = sum(v)), by = .(c = i, k)]; m <- d[, .(m = sum(v)), by = .(c = j, k)]; w <- sum(x$x)
  x[, `:=`(xc = sum(x)), by = c]; x[, xk := sum(x), by = k]; x[, rca := (x / xc) / (xk / w)]
  hhi <- x[, .(h = sum((x / xc)^2)), by = c]; b <- merge(x[, .(c, k, x)], m, by = c("c", "k"), all = TRUE); b[is.na(x), x := 0]; b[is.na(m), m := 0]
  gl <- b[, .(g = 1 - sum(abs(x - m)) / sum(x + m)), by = c]; o <- x[rca >= 1]; cs <- unique(o$c); ks <- unique(o$k)
  M <- matrix(0, length(cs), length(ks)); M[cbind(match(o$c, cs), match(o$k, ks))] <- 1; D <- rowSums(M); U <- colSums(M)
  e <- eigen(tcrossprod(t(t(M / sqrt(D)) / sqrt(U))), symmetric = TRUE, only.values = FALSE)
  c(nrow(d), sum(x$rca), sum(hhi$h), sum(gl$g), e$values[2])
}
s <- numeric(0); for (r in seq_len(as.integer(a[5]))) { t <- proc.time()[[3]]; v <- run(); s <- c(s, proc.time()[[3]] - t) }
num <- function(x) ifelse(is.na(x), "null", sprintf("%.15g", x))
cat(sprintf('RESULT {"version": "data.table %s", "n": %d, "k": 0, "seconds_all": [%s], "estimates": [["rca", %s, null], ["hhi", %s, null], ["gl", %s, null], ["eigenvalue", %s, null]]}\n',
  packageVersion("data.table"), as.integer(v[1]), paste(s, collapse = ", "), num(v[2]), num(v[3]), num(v[4]), num(v[5])))
