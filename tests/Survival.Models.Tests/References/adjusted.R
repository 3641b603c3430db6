# Adjusted curves and weighted log-rank tests in survival and mvtnorm. 1 = S + (1 - S) makes the four usual statistics singular, so their p is Genz and
# Bretz's to about 1e-7; that of two or three others is exact. Rscript adjusted.R > adjusted.json
suppressMessages({library(survival); library(mvtnorm); library(jsonlite); library(nnet)})
ctl <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 60)
make <- function(n, seed, k) {
  set.seed(seed); a <- round(rnorm(n), 3); b <- rbinom(n, 1, .5)
  g <- if (k == 2) rbinom(n, 1, plogis(.8 * a - .5 * b)) else sample(0:2, n, TRUE, c(.4, .3, .3))
  if (k == 3) g <- ifelse(runif(n) < plogis(a) & g == 0, 2, g)
  t <- rexp(n, .1 * exp(.5 * a + .3 * b - .5 * (g == 1) + .2 * (g == 2))); c <- runif(n, 3, 25)
  data.frame(time = round(pmin(t, c), 2) + .01, event = as.integer(t <= c), g, a, b) }
fh <- function(d, w) { t <- sort(unique(d$time[d$event == 1])); S <- 1; q <- nrow(w); U <- numeric(q); V <- matrix(0, q, q)
  for (x in t) { r <- d$time >= x; n <- sum(r); n1 <- sum(r & d$g == 0); e <- sum(d$time == x & d$event == 1); e1 <- sum(d$time == x & d$event == 1 & d$g == 0)
    k <- S^w[, 1] * (1 - S)^w[, 2]; U <- U + k * (e1 - e * n1 / n); if (n > 1) V <- V + outer(k, k) * e * n1 / n * (1 - n1 / n) * (n - e) / (n - 1); S <- S * (1 - e / n) }
  z <- U / sqrt(diag(V)); R <- cov2cor(V); m <- max(abs(z))
  corners <- as.matrix(expand.grid(rep(list(c(-1, 1)), q)))
  p <- if (q <= 3) 1 - sum(apply(corners, 1, function(s) prod(s) * pmvnorm(upper = s * m, corr = R, algorithm = TVPACK(1e-14)))) else
    1 - pmvnorm(rep(-m, q), rep(m, q), corr = R, algorithm = GenzBretz(maxpts = 1e7, abseps = 1e-9, releps = 0))
  list(z = z, cor = as.vector(R), p = as.numeric(p)) }
W <- rbind(c(0, 0), c(0, 1), c(1, 0), c(1, 1))
# nnet's multinom ends by the change of the likelihood, which leaves some 1e-5 in the chances (and 2e-4 at its defaults): Newton's steps from there
# end where the score is 0.
polish <- function(m, d) { X <- model.matrix(~ a + b, d); k <- nrow(coef(m)); Y <- outer(d$g, 1:k, "==") * 1; B <- t(coef(m))
  for (it in 1:20) { E <- exp(X %*% B); P <- E / (1 + rowSums(E)); s <- as.vector(t(X) %*% (Y - P))
    H <- do.call(rbind, lapply(1:k, function(a) do.call(cbind, lapply(1:k, function(b) t(X) %*% (X * (P[, a] * ((a == b) - P[, b])))))))
    B <- B + matrix(solve(H, s), ncol(X)) }
  stopifnot(max(abs(s)) < 1e-10); E <- exp(X %*% B); cbind(1, E) / (1 + rowSums(E)) }
cases <- lapply(list(c(180, 1, 2), c(240, 2, 3), c(60, 3, 2)), function(s) {
  d <- make(s[1], s[2], s[3]); n <- nrow(d); k <- s[3]; d$id <- 1:n
  P <- if (k == 2) { p <- fitted(glm(g ~ a + b, binomial, d, control = glm.control(1e-14, 100))); cbind(1 - p, p) } else polish(multinom(factor(g) ~ a + b, d, trace = FALSE, reltol = 1e-12, maxit = 2000), d)
  own <- P[cbind(1:n, d$g + 1)]; w <- as.vector(table(d$g)[d$g + 1] / n / own); d$w <- w
  sf <- survfit(Surv(time, event) ~ g, d, weights = w, cluster = id, robust = TRUE); at <- c(2, 5, 8); ss <- summary(sf, times = at)
  fit <- coxph(Surv(time, event) ~ factor(g), d, weights = w, robust = TRUE, cluster = id, ties = "breslow", control = ctl)
  m <- coxph(Surv(time, event) ~ factor(g) + a + b, d, control = ctl); h <- basehaz(m, centered = FALSE)
  std <- sapply(0:(k - 1), function(v) sapply(at, function(t) { lp <- as.vector(model.matrix(~ factor(g, 0:(k - 1)) + a + b, transform(d, g = v))[, -1] %*% coef(m)); mean(exp(-h$hazard[max(which(h$time <= t))] * exp(lp))) }))
  two <- d[d$g < 2, ]
  list(data = d[, 1:5], chances = unname(P), weights = w, survival = ss$surv, error = ss$std.err, score = unname(summary(fit)$robscore["test"]), standard = as.vector(std),
    fh = fh(two, W), fh3 = fh(two, W[c(1, 3, 4), ]), rows = which(d$g < 2) - 1, fh11 = fh(two, W[c(1, 4), ])) })
cat(toJSON(cases, digits = NA, auto_unbox = TRUE))
