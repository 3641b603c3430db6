# The values that CompetingValidationTests expects: R's veteran data, of which every third row with an event died of another cause. A
# cause-specific Cox model of the odd rows on the even rows. Rscript validate-competing.R ../../../docs/samples/data/veteran.csv
suppressMessages({library(survival); library(prodlim); library(riskRegression); library(cmprsk)})
d <- read.csv(commandArgs(TRUE)[1])
d$cause <- ifelse(d$status == 0, 0, ifelse(seq_len(nrow(d)) %% 3 == 0, 2, 1))
odd <- d[seq(1, nrow(d), 2), ]; even <- d[seq(2, nrow(d), 2), ]
fit <- coxph(Surv(time, cause == 1) ~ karno + age, odd)
cat("patients", nrow(even), "events", sum(even$cause == 1), "competing", sum(even$cause == 2), "\n")
even$lp <- as.vector(as.matrix(even[, c("karno", "age")]) %*% coef(fit))
c <- concordance(Surv(time, cause == 1) ~ lp, even, reverse = TRUE)
cat("harrell_c (cause-specific)", format(c$concordance, digits = 12), "\n")
z <- qnorm(0.975)
for (t in c(60, 120, 180)) {
  risk <- 1 - as.vector(summary(survfit(fit, newdata = even), times = t)$surv)
  score <- Score(list(model = matrix(risk)), formula = Hist(time, cause) ~ 1, data = even, cause = 1, times = t,
                 metrics = c("auc", "brier"), summary = "ipa", conf.int = TRUE, se.fit = TRUE, cens.model = "km")
  auc <- score$AUC$score[model == "model"]
  brier <- score$Brier$score[model == "model"]
  curve <- timepoints(cuminc(even$time, even$cause), t)
  f <- curve$est[1, 1]; se <- sqrt(curve$var[1, 1]); ratio <- f / mean(risk)
  by <- even$time <= t
  cat("at", t, "auc", format(c(auc$AUC, auc$lower, auc$upper), digits = 12), "brier", format(c(brier$Brier, brier$lower, brier$upper), digits = 12), "ipa", format(brier$IPA, digits = 12),
      "o/e", format(c(ratio, ratio * exp(-z * se / f), ratio * exp(z * se / f)), digits = 12),
      "cases", sum(by & even$cause == 1), "controls", sum(!by) + sum(by & even$cause == 2), "\n")
}
