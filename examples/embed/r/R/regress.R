# Texts and dates as factors; their levels go by value, those of a factor as it lists them.
.columns <- function(data) {
  lapply(data, function(x) {
    if (inherits(x, "POSIXt")) x <- as.Date(x)
    if (is.factor(x) || (is.numeric(x) && !inherits(x, "Date"))) return(x)
    if (is.logical(x)) return(as.numeric(x))
    if (!is.character(x) && !inherits(x, "Date")) return(NULL)
    x <- as.character(x)
    structure(factor(x, levels = unique(x[!is.na(x)])), sorted = TRUE)
  })
}

#' Least squares or Poisson pseudo maximum likelihood, effects absorbed.
#'
#' @param formula  text: "log(trade) ~ log(price) + l(price, 1) | exporter^year"
#' @param estimator  "ols" or "ppml"
#' @param covariance  "iid", "hc0".."hc4", "newey_west[:LAGS]", "cluster:A[,B]", "dyadic:A,B", ...
#' @param missing  "refuse" stops at an NA in a column that is used, "drop" leaves its row out
regress <- function(formula, data, estimator = "ols", covariance = "", preset = "", entity = "",
                    time = "", weights = "", offset = "", missing = "refuse") {
  if (inherits(formula, "formula")) formula <- paste(deparse(formula, 500L), collapse = " ")
  request <- c(formula = formula, estimator = estimator, covariance = covariance, preset = preset,
               entity = entity, time = time, weights = weights, offset = offset, missing = missing)
  structure(.Call(bilateral_regress, request, .columns(data)), class = "bilateral_fit")
}

print.bilateral_fit <- function(x, ...) {
  cat(x$summary)
  invisible(x)
}
coef.bilateral_fit <- function(object, ...) {
  stats::setNames(object$terms$estimate, object$terms$name)
}
nobs.bilateral_fit <- function(object, ...) object$n
