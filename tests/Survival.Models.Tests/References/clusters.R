# Clusters under competing risks and in a screen: finegray and coxph, CSC's models, survfit of several states. Rscript clusters.R > clusters.json
suppressMessages({library(survival); library(jsonlite)})
ctl <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 60)
one <- function(seed, n, step, late, weighted, strata) {
  set.seed(seed); cl <- sample(ceiling(n / 4), n, TRUE); u <- rnorm(ceiling(n / 4), 0, .5)[cl]; x <- round(rnorm(n) + u, 2); z <- rbinom(n, 1, .4); s <- sample(0:1, n, TRUE)
  t1 <- rexp(n, .15 * exp(.5 * x - .3 * z + u)); t2 <- rexp(n, .08 * exp(u)); c0 <- runif(n, 2, 12); t <- ceiling(pmin(t1, t2, c0) / step) * step
  cause <- ifelse(c0 < pmin(t1, t2), 0, ifelse(t1 < t2, 1, 2)); e <- if (late) ifelse(runif(n) < .6, 0, pmax(0, t - step * ceiling(runif(n, 1, 30)))) else rep(0, n); w <- if (weighted) round(runif(n, .3, 2), 2) else rep(1, n)
  d <- data.frame(time = t, cause, entry = e, x, z, cl, w, s, id = 1:n, ev = factor(cause, 0:2)); v <- list()
  T <- if (late) "Surv(entry, time, ev)" else "Surv(time, ev)"; st <- if (strata) " + strata(s)" else ""
  fg <- if (weighted) finegray(as.formula(paste(T, "~ .", st)), d, etype = "1", weights = w, id = id) else finegray(as.formula(paste(T, "~ .", st)), d, etype = "1", id = id)
  m <- coxph(as.formula(paste("Surv(fgstart, fgstop, fgstatus) ~ x + z", st)), fg, ties = "breslow", cluster = cl, weights = fgwt, control = ctl); v$fg <- c(unname(coef(m)), as.vector(vcov(m)))
  d$own <- as.integer(cause == 1); S <- if (late) "Surv(entry, time, own)" else "Surv(time, own)"
  m <- coxph(as.formula(paste(S, "~ x + z", st)), d, weights = w, cluster = cl, control = ctl); v$cause <- c(unname(coef(m)), as.vector(vcov(m)))
  m <- coxph(as.formula(paste(S, "~ x", st)), d, weights = w, cluster = cl, control = ctl); v$screen <- c(coef(m), sqrt(vcov(m)), summary(m)$coefficients[, "Pr(>|z|)"])
  if (!strata) { k <- survfit(as.formula(paste(T, "~ 1")), d, weights = w, id = id, influence = TRUE); i <- k$influence.pstate; i <- w * i[, dim(i)[2] - length(k$time) + seq_along(k$time), 2] # survival 3.5-3 passes over cluster = where there are several states
    stopifnot(all.equal(sqrt(colSums(i^2)), k$std.err[, 2])); v$aj <- list(time = k$time, estimate = k$pstate[, 2], se = sqrt(colSums(rowsum(i, cl)^2))) }
  list(data = lapply(d[, c("time", "cause", "entry", "x", "z", "cl", "w", "s")], unname), late = late, weighted = weighted, strata = strata, v = lapply(v, function(q) if (is.list(q)) q else unname(q))) }
cat(toJSON(list(one(1, 60, .01, FALSE, FALSE, FALSE), one(2, 80, 1, FALSE, FALSE, FALSE), one(3, 70, .5, FALSE, TRUE, FALSE), one(4, 90, .5, FALSE, FALSE, TRUE), one(5, 90, .1, TRUE, FALSE, FALSE), one(6, 90, .25, TRUE, TRUE, FALSE)), digits = I(14), na = "string"))
