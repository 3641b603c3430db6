# The closed test of fractional polynomials, from all 44 models in survival, and formulas of other models. Rscript closed-test.R > closed-test.json
suppressMessages({library(survival); library(cmprsk); library(jsonlite)})
ctl <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 60)
pw <- c(-2, -1, -.5, 0, .5, 1, 2, 3)
fp <- function(x, p) if (p == 0) log(x) else x^p
go <- function(d, X) { m <- coxph(Surv(d$time, d$event) ~ ., data.frame(X), control = ctl); m$loglik[2] }
cases <- lapply(1:5, function(k) { set.seed(40 + k); n <- c(150, 200, 180, 90, 250)[k]
  x <- round(rlnorm(n, .5, .6), 3) + .05; z <- rbinom(n, 1, .5)
  lp <- list(1.2 * (x - 2)^2 / (1 + abs(x - 2)), .5 * x, 1.5 * log(x), 0 * x, 2 * (log(x) - .5)^2)[[k]] + .4 * z
  t <- rexp(n, .1 * exp(lp)); c <- runif(n, 3, 25); d <- data.frame(time = round(pmin(t, c), 2) + .01, event = as.integer(t <= c), x, z)
  l0 <- go(d, cbind(z)); l1 <- go(d, cbind(x, z)); f1 <- sapply(pw, function(p) go(d, cbind(fp(x, p), z)))
  g <- expand.grid(p = pw, q = pw); g <- g[g$p <= g$q, ]
  f2 <- apply(g, 1, function(r) go(d, cbind(fp(x, r[1]), fp(x, r[2]) * (if (r[1] == r[2]) log(x) else 1), z)))
  b <- max(f2); tests <- 2 * (b - c(l0, l1, max(f1))); p <- pchisq(tests, c(4, 3, 2), lower.tail = FALSE)
  pick <- if (p[1] > .05) NULL else if (p[2] > .05) 1 else if (p[3] > .05) pw[which.max(f1)] else unlist(g[which.max(f2), ], use.names = FALSE)
  one <- 2 * (max(f1) - c(l0, l1))
  list(data = d, first = pw[which.max(f1)], second = unlist(g[which.max(f2), ], use.names = FALSE), logliks = c(max(f1), b), tests = tests, p = p, chosen = I(as.numeric(pick)), one = one) })
set.seed(50); n <- 120; x <- round(rnorm(n), 3); g <- sample(c("u", "v", "w"), n, TRUE); t1 <- rexp(n, .1 * exp(.5 * x)); t2 <- rexp(n, .06); cc <- runif(n, 2, 20)
time <- round(pmin(t1, t2, cc), 4) + .0001; cause <- ifelse(pmin(t1, t2) <= cc, ifelse(t1 <= t2, 1, 2), 0)
X <- model.matrix(~ x * g)[, -1]; f <- crr(time, cause, X, gtol = 1e-12, maxiter = 50)
cs <- lapply(1:2, function(k) unname(coef(coxph(Surv(time, cause == k) ~ x * g, control = ctl))))
# Firth: the maximum of l + log det I / 2 by optim, then Newton's steps on its numerical gradient; Breslow's ties.
pen <- function(X, time, ev) { o <- order(time); X <- X[o, , drop = FALSE]; ev <- ev[o]; tt <- time[o]
  function(b) { l <- 0; I <- 0; r <- as.vector(exp(X %*% b)); for (i in which(ev)) { k <- tt >= tt[i]; w <- r[k] / sum(r[k]); m <- colSums(w * X[k, , drop = FALSE]); l <- l + sum(X[i, ] * b) - log(sum(r[k])); I <- I + crossprod(X[k, , drop = FALSE] * sqrt(w)) - outer(m, m) }
    -(l + as.numeric(determinant(I)$modulus) / 2) } }
best <- function(f, start, close = 1e-8) { p <- length(start); o <- optim(start, f, method = "BFGS", control = list(reltol = 1e-15, maxit = 500))$par
  gr <- function(b, h = 1e-3) sapply(seq_len(p), function(j) { e <- replace(numeric(p), j, h); (8 * (f(b + e) - f(b - e)) - (f(b + 2 * e) - f(b - 2 * e))) / (12 * h) })
  for (it in 1:4) { H <- optimHess(o, f); o <- o - solve(H, gr(o)) }; stopifnot(max(abs(solve(H, gr(o)))) < close); o }
rows <- 60; lone <- cbind(c(1, rep(0, rows - 1)), (((0:(rows - 1)) * 37) %% 101) / 101); steep <- cbind(lone[, 1], (0:(rows - 1)) * 37 / 101)
ft <- round(time, 1) + .05; fx <- cbind(x, (g == "v") * 1, (g == "w") * 1)
cat(toJSON(list(cases = cases, competing = list(time = time, cause = cause, x = x, g = g, crr = unname(f$coef), crrvar = as.vector(f$var), cs = cs),
  firth = list(lone = best(pen(lone, 1:rows, rep(TRUE, rows)), c(5, 0)), second = lone[, 2], steep = best(pen(steep, 1:rows, rep(TRUE, rows)), c(-3, -12), 1e-6), tied = best(pen(fx, ft, cause == 1), rep(0, 3)), time = ft)), digits = NA, auto_unbox = TRUE))
