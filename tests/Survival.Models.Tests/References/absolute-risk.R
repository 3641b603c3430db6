# Absolute risk where events compete: cmprsk::crr, riskRegression::FGR and CSC, and survfit.coxph on survival::finegray's rows.
# Writes absolute-risk.json beside itself.
suppressPackageStartupMessages({library(survival); library(cmprsk); library(riskRegression); library(prodlim); library(jsonlite)})
set.seed(20261128)
one <- function(n, scale, digits, rate, weighted = FALSE) {
  x1 <- round(rnorm(n, 60, 10), 1); x2 <- rbinom(n, 1, 0.4); x3 <- factor(sample(c("a", "b", "c"), n, TRUE))
  lp <- 0.03 * (x1 - 60) + 0.5 * x2 + 0.4 * (x3 == "c"); lq <- 0.02 * (x1 - 60) - 0.3 * x2
  t1 <- rexp(n, rate * exp(lp)); t2 <- rexp(n, 0.6 * rate * exp(lq)); cens <- runif(n, 0.5, 6) / rate / 3
  time <- pmin(t1, t2, cens); cause <- ifelse(time == cens, 0, ifelse(time == t1, 1, 2))
  time <- pmax(round(time * scale, digits), 10^-digits)
  d <- data.frame(time, cause, x1, x2, x3b = as.numeric(x3 == "b"), x3c = as.numeric(x3 == "c"))
  d$w <- if (weighted) sample(c(0.5, 1, 1.5, 2), n, TRUE) else 1
  d
}
new <- data.frame(x1 = c(48.5, 60, 71.3, 66), x2 = c(0, 1, 1, 0), x3b = c(0, 0, 1, 0), x3c = c(1, 0, 0, 0))
names4 <- c("x1", "x2", "x3b", "x3c")
f <- function(lhs) as.formula(paste(lhs, "~ x1 + x2 + x3b + x3c"))
out <- list()
for (case in list(list(name = "days", n = 220, scale = 30, digits = 0, rate = 0.05, w = FALSE),
                  list(name = "months, ties", n = 160, scale = 1, digits = 0, rate = 0.05, w = FALSE),
                  list(name = "years, two decimals", n = 300, scale = 1 / 12, digits = 2, rate = 0.05, w = FALSE),
                  list(name = "exact", n = 90, scale = 1, digits = 6, rate = 0.08, w = FALSE),
                  list(name = "weighted, months", n = 200, scale = 1, digits = 1, rate = 0.05, w = TRUE))) {
  d <- one(case$n, case$scale, case$digits, case$rate, case$w)
  at <- as.numeric(quantile(d$time[d$cause == 1], c(0.25, 0.5, 0.75), type = 1))
  d0 <- d; r <- list(name = case$name, data = as.list(d0), new = as.list(new), at = at)
  d$id <- seq_len(nrow(d))
  d$state <- factor(d$cause, 0:2, c("c", "e", "o"))
  fg <- if (case$w) finegray(Surv(time, state) ~ ., data = d, weights = w, etype = "e") else
    finegray(Surv(time, state) ~ ., data = d, etype = "e")
  cox <- coxph(f("Surv(fgstart, fgstop, fgstatus)"), data = fg, weights = fgwt, ties = "breslow", cluster = id,
               control = coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 60))
  s <- summary(survfit(cox, newdata = new), times = at, extend = TRUE)
  r$finegray <- list(coef = unname(coef(cox)), var = as.numeric(cox$var), risk = as.numeric(t(1 - s$surv)),
                     lower = as.numeric(t(1 - s$upper)), upper = as.numeric(t(1 - s$lower)))
  if (!case$w) {
    crr1 <- crr(d$time, d$cause, as.matrix(d[names4]), gtol = 1e-10, maxiter = 60)
    p <- predict(crr1, as.matrix(new))
    r$crr <- list(coef = unname(crr1$coef), var = as.numeric(crr1$var),
                  risk = as.numeric(sapply(at, function(t) { k <- sum(p[, 1] <= t + 1e-9); if (k == 0) rep(0, nrow(new)) else p[k, -1] })))
    fgr <- FGR(f("Hist(time, cause)"), data = d, cause = 1)
    r$fgr <- as.numeric(predictRisk(fgr, newdata = new, times = at))
    csc <- CSC(f("Hist(time, cause)"), data = d, cause = 1, surv.type = "hazard")
    r$csc_product <- as.numeric(predictRisk(csc, newdata = new, times = at, cause = 1, product.limit = TRUE))
    r$csc_exponential <- as.numeric(predictRisk(csc, newdata = new, times = at, cause = 1, product.limit = FALSE))
    # A new cohort: the given linear predictor's own slope, and the baseline with it as offset.
    lp <- 0.03 * d$x1 + 0.4 * d$x2
    s1 <- crr(d$time, d$cause, cbind(lp), gtol = 1e-10, maxiter = 60)
    fg$lp <- 0.03 * fg$x1 + 0.4 * fg$x2
    off <- coxph(Surv(fgstart, fgstop, fgstatus) ~ offset(lp), data = fg, weights = fgwt, ties = "breslow")
    # By its definition, as basehaz takes the offset's mean off.
    hazard <- function(t) sum(sapply(sort(unique(fg$fgstop[fg$fgstatus == 1 & fg$fgstop <= t + 1e-9])), function(u) {
      at <- fg$fgstart < u & u <= fg$fgstop
      sum(fg$fgwt[fg$fgstatus == 1 & fg$fgstop == u]) / sum(fg$fgwt[at] * exp(fg$lp[at]))
    }))
    r$recalibrated <- list(slope = unname(s1$coef), se = sqrt(s1$var[1, 1]), loglik = off$loglik[1],
                           hazard = sapply(at, hazard))
  }
  out[[length(out) + 1]] <- r
}
write_json(out, "absolute-risk.json", digits = NA, auto_unbox = FALSE)
