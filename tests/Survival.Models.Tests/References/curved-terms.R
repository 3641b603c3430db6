# Splines, fractional polynomials and interactions in survival, splines and rms. Rscript curved-terms.R > curved-terms.json
suppressMessages({library(rms); library(splines); library(jsonlite)})
ctl <- coxph.control(eps = 1e-14, toler.chol = 1e-14, iter.max = 60)
make <- function(n, seed, tied) {
  set.seed(seed)
  age <- round(rnorm(n, 60, 10), 1); size <- round(rlnorm(n, 1, .5), 2); if (tied) size <- pmax(size, 1.5)
  sex <- sample(c("f", "m"), n, TRUE); stage <- sample(c("I", "II", "III"), n, TRUE, c(.4, .35, .25))
  lp <- .03 * (age - 60) + .5 * log(size) + .4 * (sex == "m") * (stage == "III") + .5 * (stage == "II") + .2 * pmax(size - 3, 0)
  t <- rexp(n, .05 * exp(lp)); c <- runif(n, 4, 40)
  data.frame(time = round(pmin(t, c), 2) + .01, event = as.integer(t <= c), age, size, sex, stage) }
fit <- function(f, d) { m <- coxph(f, d, control = ctl); list(names = names(coef(m)), coef = unname(coef(m)), var = as.vector(vcov(m)), loglik = m$loglik[2]) }
wald <- function(m, j) { b <- coef(m)[j]; c(sum(b * solve(vcov(m)[j, j, drop = FALSE], b)), length(j)) }
cases <- lapply(list(c(200, 3, 0), c(80, 4, 0), c(150, 5, 1)), function(a) {
  d <- make(a[1], a[2], a[3] == 1); d$sex <- factor(d$sex); d$stage <- factor(d$stage)
  dd <<- datadist(d); options(datadist = "dd")
  go <- function(f) cph(f, d, x = TRUE, y = TRUE, surv = TRUE, eps = 1e-13, tol = 1e-14, iter.max = 60)
  m1 <- go(Surv(time, event) ~ age + rcs(size, 4) + sex * stage); m2 <- go(Surv(time, event) ~ rcs(size, 4) * sex + age)
  m3 <- go(Surv(time, event) ~ rcs(size, 3) * age); m4 <- go(Surv(time, event) ~ rcs(age, 5) + rcs(size, c(2, 3, 5)))
  an <- function(m) { x <- anova(m); list(rows = rownames(x), chisq = unname(x[, "Chi-Square"]), df = unname(x[, "d.f."])) }
  con <- function(m, ...) { k <- contrast(m, ...); list(effect = unname(k$Contrast), se = unname(k$SE)) }
  s <- sort(unique(d$size)); at <- c(1.8, 2.5, 4, 6)
  straight <- coxph(Surv(time, event) ~ age + ns(age, 3)[, 2:3] + size, d, control = ctl)
  nom <- function(m) { n <- nomogram(m, fun = function(x) x, lp.at = NULL); i <- attr(n, "info"); k <- names(n)[seq_len(sum(i$space.used))]
    list(axes = lapply(k, function(a) list(name = a, x = as.character(n[[a]][[1]]), points = unname(n[[a]]$points))), perUnit = i$sc, zero = i$Intercept, lpx = n$lp$x, lpreal = n$lp$x.real, total = n$total.points$x) }
  list(data = lapply(as.list(d), function(v) if (is.factor(v)) as.character(v) else v), knots = list(rcs3 = rcspline.eval(d$size, nk = 3, knots.only = TRUE), rcs4 = rcspline.eval(d$size, nk = 4, knots.only = TRUE), rcs5 = rcspline.eval(d$age, nk = 5, knots.only = TRUE), rcs7 = rcspline.eval(d$age, nk = 7, knots.only = TRUE)),
    m1 = fit(Surv(time, event) ~ age + rcs(size, 4) + sex * stage, d), m2 = fit(Surv(time, event) ~ rcs(size, 4) * sex + age, d),
    m3 = fit(Surv(time, event) ~ rcs(size, 3) * age, d), m4 = fit(Surv(time, event) ~ rcs(age, 5) + rcs(size, c(2, 3, 5)), d),
    ns = fit(Surv(time, event) ~ ns(age, 3) + size, d), nsx = as.vector(predict(ns(d$age, 3), c(10, 45.5, 60, 71, 120))),
    nsCurved = wald(straight, 2:3), nsKnots = c(attr(ns(d$age, 3), "Boundary.knots"), attr(ns(d$age, 3), "knots")),
    fp = fit(Surv(time, event) ~ I(size^-1) + I(size^-1 * log(size)) + age, d), fp2 = fit(Surv(time, event) ~ I(((age + 5) / 10)^.5) + I(((age + 5) / 10)^3), d),
    ia3 = fit(Surv(time, event) ~ age * sex * stage, d),
    anova1 = an(m1), anova2 = an(m2), anova3 = an(m3), anova4 = an(m4),
    contrast1 = con(m1, list(size = at, sex = "f", stage = "I", age = 60), list(size = 3, sex = "f", stage = "I", age = 60)),
    contrast2f = con(m2, list(size = at, sex = "f"), list(size = 3, sex = "f")), contrast2m = con(m2, list(size = at, sex = "m"), list(size = 3, sex = "m")),
    contrast3 = con(m3, list(size = at, age = 70), list(size = 3, age = 70)),
    nomogram1 = nom(m1), nomogram2 = nom(m2), nomogram4 = nom(m4),
    lp1 = unname(predict(coxph(Surv(time, event) ~ age + rcs(size, 4) + sex * stage, d, control = ctl), d))) })
cat(toJSON(cases, digits = NA, auto_unbox = TRUE))
