# Competing risks in cmprsk, survival and riskRegression. Rscript competing-risks.R > competing-risks.json
suppressMessages({library(cmprsk); library(survival); library(riskRegression); library(jsonlite)})
set.seed(11)
make <- function(n, digits) {
  x1 <- round(rnorm(n), 3); x2 <- rbinom(n, 1, .4); g <- sample(3, n, TRUE); s <- sample(2, n, TRUE)
  t1 <- rexp(n, .1 * exp(.5 * x1 - .3 * x2)); t2 <- rexp(n, .06 * exp(-.2 * x1 + .4 * (g == 2))); c <- runif(n, 2, 20)
  time <- round(pmin(t1, t2, c), digits) + 10^-digits
  list(x1 = x1, x2 = x2, g = g, s = s, time = time, cause = ifelse(pmin(t1, t2) <= c, ifelse(t1 <= t2, 1, 2), 0),
    entry = round(pmin(runif(n, -4, 3), time - 10^-digits), digits), w = round(runif(n, .5, 3), 2)) }
cases <- lapply(list(c(150, 4), c(200, 1), c(60, 0)), function(a) {
  d <- make(a[1], a[2]); df <- as.data.frame(d)
  ci <- cuminc(d$time, d$cause); cg <- cuminc(d$time, d$cause, d$g); cs <- cuminc(d$time, d$cause, d$g, strata = d$s, rho = .5)
  tp <- timepoints(ci, c(1, 3, 5, 8)); x <- cbind(x1 = d$x1, x2 = d$x2)
  f <- crr(d$time, d$cause, x, gtol = 1e-12, maxiter = 50); fg <- crr(d$time, d$cause, x, cengroup = d$s, gtol = 1e-12, maxiter = 50)
  pr <- predict(f, x[1:3, ]); at <- sapply(c(2, 5), function(t) pr[max(which(pr[, 1] <= t)), -1])
  ctl <- coxph.control(eps = 1e-15, iter.max = 50)
  fgr <- function(dat, e, ...) { c <- coxph(e, dat, ties = "breslow", robust = TRUE, cluster = id, weights = fgwt, control = ctl); list(coef = unname(coef(c)), var = unname(vcov(c))) }
  df$id <- seq_len(nrow(df)); df$ev <- factor(d$cause, 0:2, c("censor", "one", "two"))
  plain <- finegray(Surv(time, ev) ~ ., df, etype = "one")
  weighted <- finegray(Surv(time, ev) ~ ., df, etype = "one", weights = w)
  strat <- finegray(Surv(time, ev) ~ . + strata(s), df, etype = "one")
  late <- finegray(Surv(pmax(entry, 0), time, ev) ~ ., df, etype = "one", id = id)
  sf <- survfit(Surv(time, ev) ~ 1, df)
  csc <- CSC(Hist(time, cause) ~ x1 + x2, data = df)
  r <- predictRisk(csc, newdata = df, times = 5, cause = 1)[, 1]
  r2 <- 1 / (1 + exp(-d$x1))
  sc <- Score(list(csc = r, other = r2), Hist(time, cause) ~ 1, data = df, times = c(3, 5), cause = 1, metrics = c("auc", "brier"), se.fit = FALSE, null.model = FALSE)
  list(data = d, cuminc1 = tp$est[1, ], cuminc1var = tp$var[1, ], cuminc2 = tp$est[2, ], cuminc2var = tp$var[2, ],
    gray = unname(cg$Tests[, 1]), grayp = unname(cg$Tests[, 2]), grayStrata = unname(cs$Tests[, 1]),
    crr = list(coef = unname(f$coef), var = unname(f$var), loglik = f$loglik, null = f$loglik.null, predict = unname(at)),
    cengroup = list(coef = unname(fg$coef), var = unname(fg$var)),
    plain = fgr(plain, Surv(fgstart, fgstop, fgstatus) ~ x1 + x2), weighted = fgr(weighted, Surv(fgstart, fgstop, fgstatus) ~ x1 + x2),
    strata = fgr(strat, Surv(fgstart, fgstop, fgstatus) ~ x1 + x2 + strata(s)), late = fgr(late, Surv(fgstart, fgstop, fgstatus) ~ x1 + x2),
    csc = r[1:20], other = r2, risk = r, auc = sc$AUC$score[, .(model, times, AUC)], brier = sc$Brier$score[, .(model, times, Brier)]) })
cat(toJSON(cases, digits = NA, auto_unbox = TRUE))
