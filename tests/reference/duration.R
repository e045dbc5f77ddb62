# Rscript duration.R: Kaplan-Meier of made-up spells by survival::survfit(conf.type = "log-log"); writes duration.csv.
# Made with R 4.2.2, survival 3.5-3.
suppressMessages(library(survival))
i <- 0:59; length <- 1 + (i * 37 + 11) %% 13; ended <- as.integer((i * 29 + 5) %% 7 != 0)
f <- summary(survfit(Surv(length, ended) ~ 1, conf.type = "log-log"))
rows <- do.call(rbind, lapply(c("time", "n.risk", "n.event", "surv", "std.err", "lower", "upper"), function(v)
  data.frame(quantity = sprintf("%s[%d]", v, seq_along(f$time)), value = sprintf("%.17g", f[[v]]))))
write.csv(rows, "duration.csv", row.names = FALSE, quote = FALSE)
