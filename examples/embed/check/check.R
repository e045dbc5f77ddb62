# The package of R: figures for compare.py; missing cells, factors, errors, interrupts.
library(bilateral)
data <- file.path(commandArgs(TRUE)[1], "examples", "data")
projects <- read.csv(file.path(data, "projects.csv"))
copper <- read.csv(file.path(data, "copper.csv"))
flows <- read.csv(file.path(data, "flows.csv"))

say <- function(case, fit) {
  cat(sprintf("%s\tn\t\t%.17g\n", case, fit$n))
  for (what in c("estimate", "std_error", "p_value")) {
    cat(sprintf("%s\t%s\t%s\t%.17g\n", case, what, fit$terms$name, fit$terms[[what]]), sep = "")
  }
}
refused <- function(part, expression) {
  message <- tryCatch({ expression; "nothing was refused" }, error = conditionMessage)
  if (!grepl(part, message, fixed = TRUE)) stop(part, ": ", message)
}

say("plain", regress(log(jobs) ~ log(million_usd), projects, covariance = "hc3"))
say("cluster", regress("log(jobs) ~ log(million_usd) + i(sector)", projects,
                       covariance = "cluster:sector", preset = "stata"))
say("absorbed", regress("log(jobs) ~ log(million_usd) | sector",
                        transform(projects, sector = factor(sector)), covariance = "hc1"))
say("ppml", regress("value ~ log(quantity) | exporter^year", flows, estimator = "ppml",
                    covariance = "cluster:exporter"))
copper$date <- as.Date(paste0(copper$date, "-01"))
say("dated", regress("log(million_usd_fob) ~ log(usd_per_tonne) + l(log(usd_per_tonne), 1)", copper,
                     time = "date", covariance = "newey_west:4"))
say("andrews", regress("d(log(million_usd_fob)) ~ d(log(usd_per_tonne))", copper, time = "date",
                     covariance = "andrews"))

# a missing cell is refused, or dropped and said; that of a cluster too
holes <- projects
holes$million_usd[3] <- NA
holes$sector[5] <- NA
refused('row 3: the cell is empty (missing = drop leaves',
        regress("log(jobs) ~ log(million_usd)", holes))
fit <- regress("log(jobs) ~ log(million_usd)", holes, covariance = "cluster:sector",
               missing = "drop")
stopifnot(fit$n == nrow(holes) - 2, fit$dropped == 2, fit$dropped_rows$row == c(3, 5),
          fit$dropped_rows$reason == c("million_usd is empty", "sector is empty"),
          grepl("2 rows with empty cells dropped", fit$summary))
whole <- regress("log(jobs) ~ log(million_usd)", na.omit(holes), covariance = "cluster:sector")
stopifnot(identical(whole$terms, fit$terms), nobs(fit) == fit$n)

# levels as the factor lists them: the first is the base
order <- rev(sort(unique(projects$sector)))
levels <- transform(projects, sector = factor(sector, levels = order))
names <- names(coef(regress("log(jobs) ~ log(million_usd) + i(sector)", levels)))
stopifnot(names[-(1:2)] == paste0("sector=", order[-1]))

refused("no column milion_usd; did you mean million_usd?", regress("jobs ~ milion_usd", projects))
refused("is none of iid", regress("jobs ~ million_usd", projects, covariance = "hc9"))
refused("neither ols nor ppml", regress("jobs ~ million_usd", projects, estimator = "logit"))
refused("row 1: ", regress("log(jobs) ~ million_usd", transform(projects, jobs = 0)))

# Ctrl-C, sent by another process, while it estimates: not honoured, the fit would end in the error of
# its lags
set.seed(1)
n <- 400000
large <- data.frame(y = rpois(n, 2), x = rnorm(n), a = sample(20000L, n, TRUE),
                    b = sample(20000L, n, TRUE))
work <- function() {
  regress("y ~ x | a + b", large, estimator = "ppml", covariance = "driscoll_kraay:a:999999")
}
whole <- system.time(refused("lags is 999999", work()))[["elapsed"]]
system(sprintf("(sleep %.2f; kill -INT %d) > /dev/null 2>&1", 0.6 * whole, Sys.getpid()),
       wait = FALSE)
stopped <- tryCatch({ work(); FALSE }, interrupt = function(e) TRUE)
if (!stopped) stop("the interrupt was not honoured")
