# Accuracy under competing risks with its standard errors, riskRegression. Rscript competing-accuracy.R > competing-accuracy.json
suppressMessages({library(riskRegression); library(survival); library(prodlim); library(jsonlite)})
set.seed(29)
make <- function(n, digits) {
  x <- round(rnorm(n), 2); z <- round(rnorm(n), 1)
  t1 <- rexp(n, .1 * exp(.7 * x)); t2 <- rexp(n, .08 * exp(-.3 * x)); c <- runif(n, 1, 20)
  data.frame(x = x, z = z, time = round(pmin(t1, t2, c), digits) + 10^-digits, cause = ifelse(pmin(t1, t2) <= c, ifelse(t1 <= t2, 1, 2), 0)) }
times <- c(2, 5, 9)
cases <- lapply(list(c(120, 4), c(200, 1), c(90, 0)), function(a) {
  d <- make(a[1], a[2])
  # Risks that rise with the time, one column a time, and others with many ties.
  good <- sapply(times, function(t) round(1 - exp(-.05 * t * exp(.6 * d$x)), 4)); tied <- sapply(times, function(t) round(1 - exp(-.05 * t * exp(.3 * d$z)), 1))
  s <- suppressWarnings(Score(list(good = good, tied = tied), Hist(time, cause) ~ 1, data = d, times = times, cause = 1, metrics = c("auc", "brier"), se.fit = TRUE, conf.int = TRUE, null.model = TRUE, cens.model = "km", contrasts = FALSE))
  pick <- function(t, m, v) t[t$model == m, ][[v]]
  one <- function(m) list(auc = pick(s$AUC$score, m, "AUC"), aucSe = pick(s$AUC$score, m, "se"), brier = pick(s$Brier$score, m, "Brier"), brierSe = pick(s$Brier$score, m, "se"))
  list(x = d$x, time = d$time, cause = d$cause, goodRisk = t(good), tiedRisk = t(tied), good = one("good"), tied = one("tied"), null = list(brier = pick(s$Brier$score, "Null model", "Brier"))) })
cat(toJSON(list(times = times, cases = cases), digits = NA, auto_unbox = TRUE))
