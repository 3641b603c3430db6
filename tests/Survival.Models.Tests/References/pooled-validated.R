# Pooling over given imputations, external validation, planning and Fine-Gray with censoring groups in mice, survival, riskRegression, rms and
# cmprsk: cohorts with ties, times in years, months and days, weights, strata, late entry, clusters, rare levels, few and only events, tiny groups.
# Rscript pooled-validated.R > pooled-validated.json; with a seed after it, other cohorts of the same kinds.
suppressMessages({library(survival); library(mice); library(riskRegression); library(rms); library(cmprsk); library(jsonlite)})
seed <- c(as.integer(commandArgs(TRUE)), 7)[1]; options(warn = -1)
ctl <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 80)
tr <- function(e) tryCatch(e, error = function(x) { message(conditionMessage(x)); NULL })
cohort <- function(n, step, unit, late = FALSE, rate = .1, cens = 14) {
  x <- round(rnorm(n), 2); b <- rbinom(n, 1, .4); g <- sample(3, n, TRUE, c(.6, .3, .1)); o <- sample(4, n, TRUE, c(.4, .3, .2, .1))
  t0 <- rexp(n, rate * exp(.6 * x - .4 * b + .5 * (g == 3) + .2 * o)); c0 <- runif(n, 1, cens)
  time <- ceiling(pmin(t0, c0) / step) * step * unit; ev <- as.integer(t0 <= c0)
  entry <- if (late) pmax(0, floor((time / unit - runif(n, .5, 6)) / step)) * step * unit else rep(0, n)
  data.frame(time, event = ev, entry, x, b, g, o, w = round(runif(n, .3, 2.2), 2), s = sample(0:1, n, TRUE), cl = sample(ceiling(n / 3), n, TRUE)) }
pooled <- function(k) tr({ set.seed(seed * 100 + k); n <- c(60, 90, 60, 120, 80, 75)[k]
  d <- cohort(n, c(1, .5, .25, 1, .1, .5)[k], c(1, 365.25, 1, 30.4, 1 / 365.25, 1)[k], late = k == 4, rate = if (k == 6) 2 else .1, cens = if (k == 6) 200 else 14); sc <- c(1, 1e6, 1e-5, 1, 100, 1)[k]
  f <- data.frame(x = d$x * sc, b = factor(d$b), g = factor(letters[d$g], letters[1:3]), o = factor(d$o, 1:4, ordered = TRUE), time = d$time, event = d$event)
  f$x[runif(n) < .2] <- NA; f$b[runif(n) < .15] <- NA; f$g[runif(n) < .2] <- NA; f$o[runif(n) < .15] <- NA
  imp <- mice(f, m = c(4, 3, 3, 3, 2, 5)[k], maxit = 2, printFlag = FALSE, seed = seed + k); wt <- k %in% c(2, 4); st <- k %in% 3:4; cl <- k == 5
  form <- as.formula(paste(if (k == 4) "Surv(entry, time, event)" else "Surv(time, event)", "~ x + b + g + o", if (st) "+ strata(s)" else ""))
  filled <- lapply(1:imp$m, function(i) { q <- complete(imp, i); q$o <- factor(q$o, ordered = FALSE); cbind(q, d[, c("w", "s", "entry", "cl")]) })
  fits <- lapply(filled, function(q) if (wt) coxph(form, q, weights = w, control = ctl, robust = FALSE) else if (cl) coxph(form, q, cluster = cl, control = ctl) else coxph(form, q, control = ctl))
  if (!all(is.finite(unlist(lapply(fits, coef))))) stop("collinear")
  p <- pool(as.mira(fits)); s <- summary(p, conf.int = TRUE); s9 <- summary(p, conf.int = TRUE, conf.level = .9); q <- p$pooled
  one <- lapply(seq_along(coef(fits[[1]])), function(j) pool.scalar(sapply(fits, function(f) coef(f)[j]), sapply(fits, function(f) vcov(f)[j, j]), n = Inf))
  list(data = lapply(d, unname), x = lapply(filled, function(q) unname(lapply(as.data.frame(model.matrix(~ x + b + g + o, q)[, -1]), signif, 12))), late = k == 4, weighted = wt, stratified = st, clustered = cl,
    v = list(estimate = q$estimate, se = s$std.error, df = q$df, within = q$ubar, between = q$b, riv = q$riv, lambda = q$lambda, fmi = q$fmi, p = s$p.value, lower = s[["2.5 %"]], upper = s[["97.5 %"]], lower90 = s9[["5 %"]], upper90 = s9[["95 %"]],
      largeDf = sapply(one, `[[`, "df"), largeFmi = sapply(one, `[[`, "fmi"))) })
km <- function(d, u) { s <- summary(survfit(Surv(time, event) ~ 1, d), times = u, extend = TRUE); c(s$surv, s$std.err) }
external <- function(k) tr({ set.seed(seed * 100 + 50 + k); unit <- c(1, 365.25, 30.4, 1, 1, 1)[k]; step <- c(.01, .5, 1, .25, 1, .1)[k]
  a <- cohort(80, step, unit); e <- cohort(c(110, 60, 70, 25, 80, 70)[k], step, unit, rate = c(.1, .05, .2, .1, .1, .02)[k], cens = c(14, 14, 9, 14, 14, 8)[k]); h <- c(3, 6) * unit
  m <- coxph(Surv(time, event) ~ x + b, a, control = ctl); e$lp <- lp <- as.vector(as.matrix(e[, c("x", "b")]) %*% coef(m)); H <- basehaz(m, centered = FALSE); last <- max(a$time)
  haz <- function(H, t) { i <- sum(H$time <= t + 1e-9); if (i == 0) 0 else H$hazard[i] }; risk <- sapply(h, function(t) 1 - exp(-haz(H, t) * exp(lp)))
  cc <- concordance(Surv(time, event) ~ lp, e, reverse = TRUE); uno <- concordance(Surv(time, event) ~ lp, e, reverse = TRUE, timewt = "n/G2")
  sl <- coxph(Surv(time, event) ~ lp, e, control = ctl); expected <- predict(m, newdata = transform(e, time = pmin(time, last)), type = "expected"); se <- sqrt(vcov(sl)[1, 1])
  re <- coxph(Surv(time, event) ~ x + b, e, control = ctl); off <- coxph(Surv(time, event) ~ offset(lp), e)
  sc <- Score(list(a = risk), Surv(time, event) ~ 1, data = e, times = h, metrics = c("auc", "brier"), null.model = TRUE, summary = "ipa", conservative = FALSE); A <- sc$AUC$score; B <- sc$Brier$score[model == "a"]
  v <- list(c = c(cc$concordance, sqrt(cc$var)), uno = c(uno$concordance, sqrt(uno$var)), slope = c(coef(sl), se, confint(sl)[1, ], 2 * pnorm(-abs((coef(sl) - 1) / se))), events = sum(e$event[e$time <= last]) / sum(expected),
    auc = c(A$AUC, A$se, A$lower, A$upper), brier = c(B$Brier, B$se, B$lower, B$upper, B$IPA), tests = c(2 * (sl$loglik[2] - off$loglik), 2 * (re$loglik[2] - sl$loglik[2])), refit = unname(coef(re)))
  for (j in 1:2) { o <- km(e, h[j]); r <- (1 - o[1]) / mean(risk[, j]); hw <- qnorm(.975) * o[2] / (1 - o[1]); v[[paste0("large", j)]] <- c(1 - o[1], mean(risk[, j]), r, r * exp(-hw), r * exp(hw))
    cll <- log(-log(1 - risk[, j])); B3 <- rcspline.eval(cll, knots = quantile(cll, c(.1, .5, .9)), inclx = TRUE); cf <- coxph(Surv(time, event) ~ B3, e, control = ctl)
    dd <- abs(1 - exp(-haz(basehaz(cf, centered = FALSE), h[j]) * exp(as.vector(B3 %*% coef(cf)))) - risk[, j]); v[[paste0("curve", j)]] <- unname(c(mean(dd), median(dd), quantile(dd, .9), max(dd)))
    gk <- tr(groupkm(1 - risk[, j], Surv(e$time, e$event), g = 4, u = h[j])); if (!is.null(gk)) v[[paste0("groups", j)]] <- c(gk[, 1], gk[, 2], gk[, 3], gk[, 4])
    v[[paste0("benefit", j)]] <- sapply(c(.1, .25, .4, .6), function(p) { s <- risk[, j] >= p; if (!any(s)) return(0); z <- e[s, ]; if (max(z$time) < h[j]) return(NA); f <- 1 - km(z, h[j])[1]; mean(s) * (f - (1 - f) * p / (1 - p)) }) }
  list(data = lapply(e[, c("time", "event", "x", "b")], unname), train = lapply(a[, c("time", "event", "x", "b")], unname), h = h, v = v) })
# Riley and others 2019 (Stat. Med. 38, 1276), criteria of a time-to-event model; Schoenfeld 1981; Freedman 1982, with z from the normal distribution.
plan <- function() { set.seed(seed); R <- Q <- NULL
  while (is.null(R) || nrow(R) < 25) { P <- sample(2:60, 1); rate <- runif(1, .005, .4); fu <- runif(1, .5, 8); tp <- runif(1, .5, 6); S <- sample(c(.8, .85, .9, .95), 1); E <- rate * fu; mx <- 1 - exp(2 * (E * log(E) - E)); r2 <- runif(1, .02, .6) * mx; if (r2 >= S || E > 1) next
    n1 <- ceiling(P / ((S - 1) * log(1 - r2 / S))); s2 <- r2 / (r2 + .05 * mx); n2 <- ceiling(P / ((s2 - 1) * log(1 - r2 / s2))); n <- 1:200000; se <- sqrt(rate / (n * fu)); risk <- 1 - exp(-rate * tp)
    n3 <- which(pmax(1 - exp(-(rate + 1.96 * se) * tp) - risk, risk - 1 + exp(-pmax(0, rate - 1.96 * se) * tp)) <= .05)[1]; N <- max(n1, n2, n3); R <- rbind(R, c(P, r2, rate, fu, tp, S, n1, n2, n3, N, N * E, N * E / P, mx)) }
  for (i in 1:25) { hr <- exp(runif(1, -1.2, 1.2)); pw <- sample(c(.7, .8, .9, .95), 1); al <- sample(c(.01, .05, .1), 1); sh <- runif(1, .1, .9); z <- qnorm(1 - al / 2) + qnorm(pw); ev <- sample(5:500, 1); k <- (1 - sh) / sh
    Q <- rbind(Q, c(hr, pw, al, sh, ev, ceiling(z^2 / (sh * (1 - sh) * log(hr)^2)), ceiling(z^2 * (1 + k * hr)^2 / (k * (1 - hr)^2)), pnorm(abs(log(hr)) * sqrt(ev * sh * (1 - sh)) - qnorm(1 - al / 2)))) }
  list(riley = R, tests = Q) }
# Group 1 is followed to 9, group 0 to 20: after 9 crr gives the competing events of group 1 no weight.
ends <- function() { set.seed(seed); n <- 60; z <- rbinom(n, 1, .5); x <- round(rnorm(n), 2); t1 <- rexp(n, .12 * exp(.4 * x)); t2 <- rexp(n, .1); c0 <- ifelse(z == 1, runif(n, 2, 9), runif(n, 5, 20)); t <- ceiling(pmin(t1, t2, c0)) ; cause <- ifelse(c0 < pmin(t1, t2), 0, ifelse(t1 < t2, 1, 2))
  f <- crr(t, cause, cbind(x, z), cengroup = z, gtol = 1e-12, maxiter = 60); list(time = t, cause = cause, x = x, z = z, crr = c(unname(f$coef), as.vector(f$var), f$loglik, f$loglik.null)) }
cat(toJSON(list(pooled = Filter(Negate(is.null), lapply(1:6, pooled)), external = Filter(Negate(is.null), lapply(1:6, external)), plan = plan(), ends = ends()), digits = I(14), na = "string"))
