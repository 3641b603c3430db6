# Cohorts of awkward kinds in survival, cmprsk, riskRegression and maxstat: whole and half times, many events at time 0, left truncation with
# fractional weights, clusters, strata of which one has no event, a group all censored, factors with rare levels, eight patients.
# Rscript odd-cohorts.R > odd-cohorts.json; with a number of rows after it, larger cohorts of the same kinds (read once at 1,500: R's Efron fits end
# 1e-7 from where the score is 0, ours at 1e-13).
suppressMessages({library(survival); library(cmprsk); library(riskRegression); library(maxstat); library(jsonlite)})
rows <- as.integer(commandArgs(TRUE)); large <- length(rows) > 0
ctl <- coxph.control(eps = 1e-15, toler.chol = 1e-15, iter.max = 100)
make <- function(n, seed, step, zero, entry, shift = 0) {
  set.seed(seed)
  x <- round(rnorm(n), 1); z <- rbinom(n, 1, .4); m <- round(rnorm(n) + .5 * x, 1)
  g <- sample(0:3, n, TRUE, c(.5, .3, .15, .05)); s <- sample(0:2, n, TRUE); cl <- sample(ceiling(n / 3), n, TRUE)
  t1 <- rexp(n, .12 * exp(.5 * x - .3 * z)); t2 <- rexp(n, .06 * exp(-.3 * x + .3 * (g == 1))); c <- runif(n, 1, 14)
  t <- pmin(t1, t2, c); cause <- ifelse(t == c, 0, ifelse(t1 <= t2, 1, 2)); t <- floor(t / step) * step + ifelse(zero, 0, step)
  e <- if (entry) pmax(0, floor((t - runif(n, .5, 9)) / step) * step) else rep(0, n); e <- pmin(e, t - step)
  if (entry) e <- pmax(e, 0)
  w <- round(runif(n, .2, 2.5), 2); if (n > 20) { cause[g == 3] <- 0; cause[s == 2 & seq_len(n) %% 2 == 0] <- 0 }
  data.frame(time = t, event = as.integer(cause == 1), cause, any = as.integer(cause > 0), entry = e, x, z, m, g, s, cl, w) }
# Errors of the curve itself; survfit keeps those of its logarithm but with robust ones. Its limits of a clustered Nelson-Aalen curve take one for the other.
km <- function(f, limits = TRUE) { k <- list(time = f$time, risk = f$n.risk, event = f$n.event, surv = f$surv, se = if (f$logse || !limits) f$std.err * f$surv else f$std.err, lower = f$lower, upper = f$upper, haz = f$cumhaz, hse = f$std.chaz); if (!limits) k$lower <- k$upper <- NULL; k }
cox <- function(form, ties, d, w = NULL, cl = NULL, robust = NULL) {
  d$.w <- if (is.null(w)) rep(1, nrow(d)) else w
  a <- list(form, data = d, ties = ties, control = ctl, x = TRUE, y = TRUE, model = TRUE)
  if (!is.null(w)) a$weights <- quote(.w)
  if (!is.null(cl)) { d$.c <- cl; a$data <- d; a$cluster <- quote(.c) }
  if (!is.null(robust)) a$robust <- robust
  m <- do.call(coxph, a); if (!inherits(m, "coxph")) return(list(coef = unname(m$coefficients), var = as.vector(m$var), loglik = m$loglik)) # exact ties under left truncation come without a class
  s <- summary(m)
  z <- function(k) if (ties == "exact") NULL else { p <- cox.zph(m, transform = k, terms = FALSE); as.vector(p$table[, 1]) }
  r <- function(k, ...) if (ties == "exact" && k %in% c("score", "dfbeta", "dfbetas", "schoenfeld", "scaledsch")) NULL else as.vector(residuals(m, k, ...))
  out <- list(coef = unname(coef(m)), var = as.vector(vcov(m)), naive = as.vector(if (is.null(m$naive.var)) m$var else m$naive.var), loglik = m$loglik,
    score = unname(s$sctest[1]), wald = unname(m$wald.test), rscore = if (is.null(m$rscore)) NULL else unname(m$rscore),
    zphKm = z("km"), zphRank = z("rank"), zphId = z("identity"), martingale = r("martingale"), deviance = r("deviance"), scoreR = r("score"), dfbeta = r("dfbeta", weighted = TRUE),
    dfbetas = r("dfbetas", weighted = TRUE), schoenfeld = r("schoenfeld"), scaled = r("scaledsch"))
  if (ties != "exact" && !grepl("strata", deparse(form)[1])) { f <- survfit(m, newdata = data.frame(x = .7, z = 1, gb = 1)); out$curve <- km(f) }
  cc <- concordance(m); out$c <- c(cc$concordance, cc$var)
  Filter(Negate(is.null), out) }
options(warn = -1)
con <- function(form, d, ...) { k <- do.call(concordance, list(form, data = d, reverse = TRUE, ...)); c(unname(k$concordance), k$var) }
one <- function(a) {
  d <- do.call(make, a); n <- nrow(d); v <- list(); tiny <- n < 20; d$gb <- as.integer(d$g == 1)
  S <- Surv(d$time, d$event); T <- if (a$entry) Surv(d$entry, d$time, d$event) else S
  v$km <- km(survfit(T ~ 1, d)); v$kmW <- km(survfit(T ~ 1, d, weights = w, robust = TRUE, id = seq_len(n))); v$kmWm <- km(survfit(T ~ 1, d, weights = w, robust = FALSE))
  v$kmCl <- km(survfit(T ~ 1, d, cluster = cl, id = seq_len(n))); v$kmClW <- km(survfit(T ~ 1, d, weights = w, cluster = cl, id = seq_len(n), conf.type = "log-log"))
  for (k in c("plain", "log-log", "logit", "arcsin")) v[[paste0("km_", k)]] <- km(survfit(T ~ 1, d, conf.type = k))
  v$na <- km(survfit(T ~ 1, d, stype = 2, ctype = 1)); v$fh <- km(survfit(T ~ 1, d, stype = 2, ctype = 2)); v$fhW <- km(survfit(T ~ 1, d, stype = 2, ctype = 2, weights = w, robust = FALSE))
  v$naCl <- km(survfit(T ~ 1, d, stype = 2, ctype = 1, cluster = cl, id = seq_len(n)), FALSE); 
  q <- quantile(survfit(T ~ 1, d), c(.25, .5, .75)); v$quant <- c(q$quantile, q$lower) # quantile() of an upper limit that rises again sorts it first
  r <- summary(survfit(T ~ 1, d), rmean = 6)$table; v$rmst <- unname(r[c("rmean", "se(rmean)")]); if (is.null(v$rmst)) v$rmst <- unname(r[5:6])
  if (!a$entry) for (p in c(0, .5, 1)) {
    k <- survdiff(S ~ g, d, rho = p); v[[paste0("lr", p)]] <- c(k$chisq, k$obs, k$exp, as.vector(k$var))
    k <- survdiff(S ~ g + strata(s), d, rho = p); v[[paste0("lrs", p)]] <- c(k$chisq, rowSums(as.matrix(k$obs)), rowSums(as.matrix(k$exp)), as.vector(k$var)) }
  if (!tiny) {
    fs <- if (a$entry) Surv(entry, time, event) ~ x + z + gb else Surv(time, event) ~ x + z + gb
    fst <- if (a$entry) Surv(entry, time, event) ~ x + z + gb + strata(s) else Surv(time, event) ~ x + z + gb + strata(s)
    for (t in c("breslow", "efron", if (!large && !a$entry) "exact")) {
      v[[paste0("cox_", t)]] <- cox(fs, t, d); v[[paste0("coxs_", t)]] <- cox(fst, t, d)
      if (t != "exact") { v[[paste0("coxw_", t)]] <- cox(fs, t, d, w = d$w); v[[paste0("coxwm_", t)]] <- cox(fs, t, d, w = d$w, robust = FALSE); v[[paste0("coxc_", t)]] <- cox(fs, t, d, cl = d$cl)
        v[[paste0("coxcws_", t)]] <- cox(fst, t, d, w = d$w, cl = d$cl) } }
    for (k in c("n", "S", "S/G", "n/G2", "I")) if (!a$entry || k == "n") { # of left-truncated rows survival 3.5-3 reads past its arrays with other weights
      v[[paste0("c_", k)]] <- con(T ~ m, d, timewt = k); if (!(k %in% c("S/G", "n/G2"))) { v[[paste0("cw_", k)]] <- con(T ~ m, d, timewt = k, weights = d$w)
      v[[paste0("cs_", k)]] <- con(T ~ m + strata(s), d, timewt = k); v[[paste0("ccl_", k)]] <- con(T ~ m, d, timewt = k, cluster = d$cl) } }
    v$c_range <- con(T ~ m, d, ymax = 7) }
  else { v$cox_efron <- cox(if (a$entry) Surv(entry, time, event) ~ x else Surv(time, event) ~ x, "efron", d) }
  # crr takes the mean of 1 and the value there for the censoring curve before time 0; the model does not mind a shift.
  if (!a$entry && !tiny) {
    h <- c(3, 6); k <- plogis(d$m); b <- plogis(d$x - .3)
    sc <- Score(list(m = k, x = b), Surv(time, event) ~ 1, data = d, times = h, metrics = c("auc", "brier"), se.fit = !large, null.model = TRUE, summary = "ibs", conservative = FALSE)
    v$auc <- sc$AUC$score$AUC; v$brier <- sc$Brier$score$Brier; if (!large) { v$aucSe <- sc$AUC$score$se; v$brierSe <- sc$Brier$score$se; v$aucD <- c(sc$AUC$contrasts$delta.AUC, sc$AUC$contrasts$se); v$brierD <- sc$Brier$contrasts$delta.Brier }
    if (!large) for (p in c("Lau92", "Lau94", "HL")) { mm <- maxstat.test(Surv(time, event) ~ m, d, smethod = "LogRank", pmethod = p, minprop = .15, maxprop = .85); v[[paste0("ms_", p)]] <- unname(c(mm$statistic, mm$estimate, mm$p.value)) }
    ce <- Score(list(m = k), Hist(time, cause) ~ 1, data = d, times = h, cause = 1, metrics = c("auc", "brier"), se.fit = FALSE, null.model = FALSE); v$crAuc <- ce$AUC$score$AUC; v$crBrier <- ce$Brier$score$Brier
    cg <- cuminc(d$time, d$cause, d$g); v$gray <- as.vector(cg$Tests[, 1:2]); cs <- cuminc(d$time, d$cause, d$g, strata = d$s, rho = 1); v$grayS <- as.vector(cs$Tests[, 1])
    f <- crr(d$time + 1, d$cause, as.matrix(d[, c("x", "z", "gb")]), gtol = 1e-12, maxiter = 60); v$crr <- c(unname(f$coef), as.vector(f$var), f$loglik, f$loglik.null)
    f <- crr(d$time + 1, d$cause, as.matrix(d[, c("x", "z", "gb")]), failcode = 2, gtol = 1e-12, maxiter = 60); v$crr2 <- c(unname(f$coef), as.vector(f$var))
    f <- crr(d$time + 1, d$cause, as.matrix(d[, c("x", "z")]), cengroup = d$z, gtol = 1e-12, maxiter = 60); v$crrG <- c(unname(f$coef), as.vector(f$var)) }
  d$id <- seq_len(n); d$ev <- factor(d$cause, 0:2)
  T2 <- if (a$entry) Surv(d$entry, d$time, d$ev) else Surv(d$time, d$ev)
  aj <- survfit(T2 ~ 1, d, id = d$id); v$aj <- list(time = aj$time, est = aj$pstate[, 2])
  aj <- survfit(T2 ~ 1, d, id = d$id, weights = d$w); v$ajW <- list(time = aj$time, est = aj$pstate[, 2], se = aj$std.err[, 2])
  if (!tiny) for (k in c("plain", "w", "s")) {
    if (k == "s" && a$entry) next
    form <- if (k == "s") (if (a$entry) Surv(entry, time, ev) ~ . + strata(s) else Surv(time, ev) ~ . + strata(s)) else if (a$entry) Surv(entry, time, ev) ~ . else Surv(time, ev) ~ .
    fg <- if (k == "w") finegray(form, d, etype = "1", weights = w, id = id) else finegray(form, d, etype = "1", id = id)
    mf <- if (k == "s") Surv(fgstart, fgstop, fgstatus) ~ x + z + strata(s) else Surv(fgstart, fgstop, fgstatus) ~ x + z
    m <- coxph(mf, fg, ties = "breslow", robust = TRUE, cluster = id, weights = fgwt, control = ctl); v[[paste0("fg_", k)]] <- c(unname(coef(m)), as.vector(vcov(m))) }
  for (nm in grep("^cox", names(v), value = TRUE)) if (!(nm %in% c("cox_efron", "cox_exact", "coxw_breslow", "coxcws_efron")))
    v[[nm]][c("martingale", "deviance", "scoreR", "dfbeta", "dfbetas", "schoenfeld", "scaled")] <- NULL
  list(data = lapply(as.list(d[, c("time", "event", "cause", "entry", "x", "z", "m", "g", "s", "cl", "w", "gb")]), unname), entry = a$entry, v = v) }
k <- if (large) rows else 60
cases <- list(whole = list(n = k, seed = 1, step = 1, zero = TRUE, entry = FALSE), halves = list(n = k, seed = 2, step = .5, zero = FALSE, entry = TRUE))
cases <- c(cases, if (large) list(tenths = list(n = k, seed = 3, step = .1, zero = TRUE, entry = FALSE)) else list(
  eight = list(n = 8, seed = 4, step = 1, zero = FALSE, entry = FALSE), eightLate = list(n = 8, seed = 9, step = .5, zero = FALSE, entry = TRUE),
  coarse = list(n = 40, seed = 5, step = 3, zero = TRUE, entry = FALSE), coarseLate = list(n = 50, seed = 6, step = 2, zero = FALSE, entry = TRUE)))
cat(toJSON(lapply(cases, one), digits = I(13), auto_unbox = FALSE, na = "string"))
