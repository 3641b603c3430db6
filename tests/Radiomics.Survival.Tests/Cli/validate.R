# The values that ValidateCommandTests expects: a Cox model of R's veteran data, of its odd rows, on its even rows.
# Rscript validate.R ../../../docs/samples/data/veteran.csv
suppressMessages(library(survival))
d <- read.csv(commandArgs(TRUE)[1])
odd <- d[seq(1, nrow(d), 2), ]; even <- d[seq(2, nrow(d), 2), ]
fit <- coxph(Surv(time, status) ~ karno + age, odd)
even$lp <- as.vector(as.matrix(even[, c("karno", "age")]) %*% coef(fit))
c <- concordance(Surv(time, status) ~ lp, even, reverse = TRUE)
z <- qnorm(0.975)
cat("harrell_c", format(c(c$concordance, c$concordance - z * sqrt(c$var), c$concordance + z * sqrt(c$var)), digits = 12), "\n")
slope <- coxph(Surv(time, status) ~ lp, even)
cat("calibration_slope", format(c(coef(slope), confint(slope)), digits = 12), "\n")
s <- as.vector(summary(survfit(fit, newdata = even), times = 120)$surv)
observed <- 1 - summary(survfit(Surv(time, status) ~ 1, even), times = 120)$surv
cat("observed_over_expected_risk", format(observed / mean(1 - s), digits = 12), "\n")
cat("patients", nrow(even), "events", sum(even$status), "\n")
