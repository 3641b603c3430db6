# 20,000 rows with heavy ties, half of the times summed another way (0.1 + 0.2 beside 0.3), case weights, entry times and strata; beside
# survival, cmprsk and riskRegression. The cohort is made by whole numbers alone, so that the test makes the same.
# Rscript large-cohort.R > large-cohort.json
suppressMessages({library(survival); library(cmprsk); library(riskRegression); library(rms); library(jsonlite)})
n <- 20000; s <- 4711; u <- matrix(0, n, 9)
for (i in 1:n) for (j in 1:9) { s <- (s * 16807) %% 2147483647; u[i, j] <- s / 2147483647 }
x1 <- floor(u[, 1] * 100) / 25; x2 <- 20 + floor(u[, 2] * 60); x3 <- (u[, 3] < .3) * 1; g <- floor(u[, 4] * 3); st <- floor(u[, 5] * 4)
w <- 1 + floor(u[, 6] * 3); k <- 1 + floor(300 * u[, 7] * u[, 8] / (1 + .15 * x1 + .4 * x3 + .05 * g))
cause <- ifelse(u[, 9] < .5, 1, ifelse(u[, 9] < .75, 2, 0)); event <- (cause == 1) * 1
time <- k / 10; noisy <- ifelse(seq_len(n) %% 2 == 1, k * .1, (k - 1) * .1 + .1)
entry <- ifelse(floor(u[, 5] * 40) %% 2 == 0, 0, floor(k * u[, 6]) / 10 - .05); entry <- pmax(entry, 0)
marker <- .15 * x1 + .4 * x3 + floor(u[, 8] * 50) / 100; risk <- .1 + .1 * x1 + .1 * x3; at <- c(1, 4.3, 12)
d <- data.frame(noisy, time, event, entry, w, x1, x2, x3, g, st, marker, id = 1:n)
ctl <- coxph.control(eps = 1e-13, iter.max = 50, toler.chol = 1e-14)
km <- function(f, v = 1, ...) { d$v <- rep(v, length.out = n); f <- summary(survfit(f, d, weights = v, ...), times = at); c(f$surv, f$std.err, f$lower) }
cox <- function(f, v = 1, ...) { d$v <- rep(v, length.out = n); m <- coxph(f, d, weights = v, control = ctl, ...); c(coef(m), sqrt(diag(m$var)), m$loglik, m$score) }
con <- function(f, v = 1, ...) { d$v <- rep(v, length.out = n); m <- concordance(f, d, weights = v, reverse = TRUE, ...); c(m$concordance, sqrt(m$var)) }
lr <- function(rho) { m <- survdiff(Surv(noisy, event) ~ g, d, rho = rho); c(m$chisq, m$exp) }
ci <- cuminc(time, cause, g); tp <- timepoints(ci, at + 1e-7)
fg <- crr(time, cause, cbind(x1, x2, x3), gtol = 1e-10, maxiter = 50)
m3 <- function(v) matrix(rep(v, 3), ncol = 3); score <- function(v, f, ...) Score(list(m = m3(v)), f, data = data.frame(time, event, cause), times = at,
  null.model = FALSE, se.fit = FALSE, ...)
b <- score(risk, Surv(time, event) ~ 1, metrics = "brier")$Brier$score$Brier; a <- score(marker, Surv(time, event) ~ 1, metrics = "auc")$AUC$score$AUC
cb <- score(risk, Hist(time, cause) ~ 1, metrics = "brier", cause = 1)$Brier$score$Brier
ca <- score(marker, Hist(time, cause) ~ 1, metrics = "auc", cause = 1)$AUC$score$AUC
k1 <- summary(survfit(Surv(time, event) ~ 1), times = 4.3); sl <- coxph(Surv(time, event) ~ marker, control = ctl)
cl <- log(-log(1 - risk)); sp <- rcspline.eval(cl, knots = quantile(cl, c(.05, .35, .65, .95)), inclx = TRUE); m <- coxph(Surv(time, event) ~ sp, control = ctl)
h <- basehaz(m); di <- abs(1 - exp(-h$hazard[max(which(h$time <= 4.3))] * exp(predict(m, type = "lp"))) - risk)
cat(toJSON(list(
  km = km(Surv(noisy, event) ~ 1), kmWeighted = km(Surv(noisy, event) ~ 1, w, robust = FALSE), kmEntry = km(Surv(entry, noisy, event) ~ 1),
  lr0 = lr(0), lr1 = lr(1), lrHalf = lr(.5),
  efron = cox(Surv(noisy, event) ~ x1 + x2 + x3), breslow = cox(Surv(noisy, event) ~ x1 + x2 + x3, ties = "breslow"),
  whole = cox(Surv(entry, noisy, event) ~ x1 + x2 + x3 + strata(st), w), robust = cox(Surv(noisy, event) ~ x1 + x2 + x3 + cluster(id), w),
  zph = unname(cox.zph(coxph(Surv(noisy, event) ~ x1 + x2 + x3, d, control = ctl))$table[, 1]),
  concordance = con(Surv(noisy, event) ~ marker), uno = con(Surv(noisy, event) ~ marker, timewt = "n/G2", ymax = 12),
  concordanceWhole = con(Surv(entry, noisy, event) ~ marker + strata(st), w),
  incidence = tp$est[c("0 1", "1 1", "2 1", "0 2"), ], incidenceVariance = tp$var[c("0 1", "1 1", "2 1", "0 2"), ], gray = unname(ci$Tests[, 1]),
  fineGray = unname(c(fg$coef, sqrt(diag(fg$var)), fg$loglik)), brier = b, auc = a, causeBrier = cb, causeAuc = ca,
  calibration = unname(c((1 - k1$surv) / mean(risk), coef(sl), sqrt(vcov(sl)), mean(di), quantile(di, .9)))), digits = NA))
