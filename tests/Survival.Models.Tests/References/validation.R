# Bootstrap of a procedure (.632+, Harrell), nested cross-validation, Nogueira's stability, external validation, model comparison and explained
# variation, in survival, riskRegression and plain R. Rscript validation.R > validation.json
suppressMessages({library(survival); library(riskRegression); library(jsonlite)})
ctl <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 60)
make <- function(n, seed, shift = 0) {
  set.seed(seed)
  a <- round(rnorm(n, shift), 3); b <- round(rnorm(n), 3); z <- rbinom(n, 1, .4)
  t <- rexp(n, .08 * exp(.6 * a - .4 * b + .5 * z)); c <- runif(n, 3, 30)
  data.frame(time = round(pmin(t, c), 3) + .001, event = as.integer(t <= c), a, b, z) }
ci <- function(t, e, m) unname(concordance(Surv(t, e) ~ m, reverse = TRUE)$concordance)
km <- function(t, e) survfit(Surv(t, e) ~ 1)
gBefore <- function(t, e) { k <- survfit(Surv(t, 1 - e) ~ 1); function(x) sapply(x, function(v) { i <- sum(k$time < v); if (i == 0) 1 else k$surv[i] }) }
gAt <- function(t, e) { k <- survfit(Surv(t, 1 - e) ~ 1); function(x) { i <- sum(k$time <= x); if (i == 0) 1 else k$surv[i] } }
brier <- function(t, e, s, h, gt = t, ge = e) { w <- ifelse(t <= h & e == 1, 1 / gBefore(gt, ge)(t), ifelse(t > h, 1 / gAt(gt, ge)(h), 0)); mean(w * ((t > h) - s)^2) }
auc <- function(t, e, m, h, gt = t, ge = e) { w <- ifelse(t <= h & e == 1, 1 / gBefore(gt, ge)(t), 0); case <- which(w > 0); ctl <- which(t > h)
  s <- 0; for (i in case) s <- s + w[i] * sum((m[i] > m[ctl]) + .5 * (m[i] == m[ctl])); s / (sum(w[case]) * length(ctl)) }
slope <- function(t, e, m) unname(coef(coxph(Surv(t, e) ~ m, control = ctl)))
# The procedure: of a and b the one with the larger absolute z alone, with z; cut at the median.
proc <- function(d, all) {
  zs <- sapply(c("a", "b"), function(v) abs(summary(coxph(as.formula(paste("Surv(time, event) ~", v)), d, control = ctl))$coef[4]))
  v <- names(which.max(zs)); m <- coxph(as.formula(paste("Surv(time, event) ~", v, "+ z")), d, control = ctl)
  h <- basehaz(m, centered = FALSE); i <- max(which(h$time <= 6)); lp <- as.vector(as.matrix(all[, c(v, "z")]) %*% coef(m))
  list(sel = v, lp = lp, s = exp(-h$hazard[i] * exp(lp)), high = lp >= median(as.vector(as.matrix(d[, c(v, "z")]) %*% coef(m)))) }
meas <- function(d, rows, m) { t <- d$time[rows]; e <- d$event[rows]
  c(ci(t, e, m$lp[rows]), ci(t, e, as.numeric(m$high[rows])), auc(t, e, m$lp[rows], 6), brier(t, e, m$s[rows], 6), slope(t, e, m$lp[rows])) }
d <- make(90, 12); n <- nrow(d); set.seed(9)
rows <- lapply(1:12, function(i) sample(n, n, TRUE)); full <- proc(d, d); app <- meas(d, 1:n, full)
r <- lapply(rows, function(k) { m <- proc(d[k, ], d); list(sel = m$sel, tr = meas(d, k, m), te = meas(d, 1:n, m), oob = meas(d, setdiff(1:n, k), m)) })
mean3 <- function(w) rowMeans(sapply(r, `[[`, w))
w <- ifelse(d$time <= 6 & d$event == 1, 1 / gBefore(d$time, d$event)(d$time), ifelse(d$time > 6, 1 / gAt(d$time, d$event)(6), 0))
none <- mean(sapply(1:n, function(j) mean(w * ((d$time > 6) - full$s[j])^2)))
plus <- function(app, oob, gamma, err) { a <- if (err) app else 1 - app; o <- if (err) oob else 1 - oob; g <- if (err) gamma else 1 - gamma
  o2 <- min(o, g); R <- if (o2 > a && g > a) (o2 - a) / (g - a) else 0; v <- (1 - .632 / (1 - .368 * R)) * a + .632 / (1 - .368 * R) * o2; c(R, if (err) v else 1 - v) }
oob <- mean3("oob"); fold <- rep(1:6, length.out = n)
cv <- sapply(1:6, function(f) meas(d, which(fold == f), proc(d[fold != f, ], d)))
Z <- t(sapply(r, function(x) c("a", "b", "c", "d") %in% c(x$sel, "d"))) * 1
nog <- function(Z) { M <- nrow(Z); D <- ncol(Z); p <- colMeans(Z); k <- rowSums(Z); kb <- mean(k); den <- kb / D * (1 - kb / D)
  phi <- 1 - mean(M / (M - 1) * p * (1 - p)) / den
  v <- sapply(1:M, function(i) (mean(Z[i, ] * p) - k[i] * kb / D^2 + phi / 2 * (2 * k[i] * kb / D^2 - k[i] / D - kb / D + 1)) / den)
  c(phi, sqrt(4 / M^2 * sum((v - mean(v))^2))) }
set.seed(33); Z2 <- matrix(rbinom(20 * 9, 1, rep(c(.9, .8, .1, .2, .5, .05, .7, .3, .1), each = 20)), 20)
# External: a model of a, b, z of 200 training rows on 150 others.
tr <- make(200, 5); ex <- make(150, 6, .5); m <- coxph(Surv(time, event) ~ a + b + z, tr, control = ctl); lp <- as.vector(as.matrix(ex[, 3:5]) %*% coef(m))
h <- basehaz(m, centered = FALSE); H <- function(t) { i <- sum(h$time <= t); if (i == 0) 0 else h$hazard[i] }
s6 <- exp(-H(6) * exp(lp)); last <- max(tr$time); obs <- sum(ex$event[ex$time <= last]); expd <- sum(sapply(pmin(ex$time, last), H) * exp(lp))
sl <- coxph(Surv(time, event) ~ lp, ex, control = ctl); off <- coxph(Surv(time, event) ~ offset(lp), ex); re <- coxph(Surv(time, event) ~ a + b + z, ex, control = ctl)
k <- km(ex$time, ex$event); o6 <- 1 - summary(k, times = 6)$surv
sc <- Score(list(m = 1 - s6), Surv(time, event) ~ 1, data = ex, times = 6, metrics = c("auc", "brier"), null.model = FALSE)
smd <- function(x, y) (mean(y) - mean(x)) / sqrt((var(x) + var(y)) / 2)
bh <- survfit(coxph(Surv(time, event) ~ offset(lp), ex, ties = "breslow"), newdata = data.frame(lp = 0))
# Explained variation of the training model.
big <- m; small <- coxph(Surv(time, event) ~ a, tr, control = ctl); lr <- 2 * diff(m$loglik); e <- sum(tr$event)
rho <- 1 - exp(-lr / e); x <- as.vector(predict(m)); rk <- qnorm((rank(x) - 3 / 8) / (nrow(tr) + 1 / 4)) / sqrt(8 / pi)
dd <- coxph(Surv(tr$time, tr$event) ~ rk, control = ctl); D <- unname(coef(dd))
sf <- function(t) { i <- sum(h$time <= t); if (i == 0) 0 else h$hazard[i] }
schemper <- function(m, d, x) { k <- km(d$time, d$event); S0 <- function(t) { i <- sum(k$time <= t); if (i == 0) 1 else k$surv[i] }
  G <- gBefore(d$time, d$event); tj <- sort(unique(d$time[d$event == 1])); n <- nrow(d); ex <- exp(x)
  M <- function(S) { num <- 0; ww <- 0; for (t in tj) { s <- S(t, 1:n); si <- sapply(1:n, function(i) S(d$time[i], i)); late <- d$time > t; dead <- d$time <= t & d$event == 1; cens <- d$time <= t & d$event == 0
      v <- ifelse(late, 1 - s, ifelse(dead, s, (1 - s) * s / si + s * (1 - s / si))); dj <- sum(d$time == t & d$event == 1); g <- dj / G(t); num <- num + g * mean(v); ww <- ww + g }; num / ww }
  D0 <- M(function(t, i) rep(S0(t), length(i))); Dx <- M(function(t, i) exp(-sf(t) * ex[i])); c(D0, Dx, (D0 - Dx) / D0) }
lp0 <- as.vector(as.matrix(tr[, 3:5]) %*% coef(m)); cut <- 1:60; trs <- tr[cut, ]
an <- anova(small, big)
coxg <- Score(list(m = 1 - s6), Surv(time, event) ~ a + z, data = ex, times = c(4, 6), metrics = "auc", cens.model = "cox", se.fit = FALSE, null.model = FALSE)
id <- function(t0, eta) { r <- ex$time >= t0; dead <- ex$time == t0 & ex$event == 1; p <- exp(eta) * r / sum(exp(eta) * r); q <- (r & !dead) / sum(r & !dead)
  sum(sapply(which(r), function(i) p[i] * sum(q * ((eta[i] > eta) + .5 * (eta[i] == eta))))) }
et <- sort(ex$time[ex$event == 1])[c(5, 20, 50)]
cat(toJSON(list(boot = list(data = d, rows = lapply(rows, function(k) k - 1), apparent = app, training = mean3("tr"), test = mean3("te"), oob = oob, none = none,
    selected = sapply(r, `[[`, "sel"), plusC = plus(app[1], oob[1], .5, FALSE), plusBrier = plus(app[4], oob[4], none, TRUE)),
  cv = list(fold = fold, mean = rowMeans(cv), se = apply(cv, 1, sd) / sqrt(6)), nogueira = nog(Z), z2 = apply(Z2, 1, function(v) which(v == 1) - 1), nogueira2 = nog(Z2),
  external = list(training = tr, data = ex, lp = lp, c = concordance(Surv(time, event) ~ lp, ex, reverse = TRUE)[c("concordance", "var")],
    uno = concordance(Surv(time, event) ~ lp, ex, reverse = TRUE, timewt = "n/G2")$concordance, slope = c(coef(sl), sqrt(vcov(sl))), oe = c(obs, expd), risk = c(o6, mean(1 - s6)),
    auc = auc(ex$time, ex$event, lp, 6), brier = brier(ex$time, ex$event, s6, 6), aucT = auc(ex$time, ex$event, lp, 6, tr$time, tr$event), brierT = brier(ex$time, ex$event, s6, 6, tr$time, tr$event),
    scoreAuc = sc$AUC$score$AUC, scoreAucSe = sc$AUC$score$se, scoreBrier = sc$Brier$score$Brier, lrSlope = 2 * (sl$loglik[2] - off$loglik), lrRefit = 2 * (re$loglik[2] - sl$loglik[2]), large = 2 * (obs * log(obs / expd) - (obs - expd)),
    refit = unname(coef(re)), mix = c(smd(lp0, lp), smd(tr$a, ex$a), smd(tr$z, ex$z)), recalibrated = exp(-summary(bh, times = 6)$cumhaz * exp(lp[1:3])), aucCox = coxg$AUC$score$AUC, times = et, incident = sapply(et, id, lp)),
  explained = list(lr = an[2, 2], df = an[2, 3], p = an[2, 4], mer = rho, mev = rho / (rho + pi^2 / 6 * (1 - rho)), d = c(D, sqrt(vcov(dd)), D^2 / (8 / pi) / (pi^2 / 6 + D^2 / (8 / pi))), schemper = schemper(m, tr, lp0))), digits = NA, auto_unbox = TRUE))
