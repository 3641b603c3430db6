# Exact ties with many events at a time: by coxph where it can, and by the recursion in logarithms, maximised by optim, where coxph's
# polynomials overflow. The rows follow from their numbers. Rscript exact-ties.R > exact-ties.json
suppressMessages({library(survival); library(jsonlite)})
rows <- function(n, times) { i <- 0:(n - 1); x <- cbind(((i * 37) %% 101) / 101, ((i * 59) %% 103) / 103)
  data.frame(time = floor((i * 7919) %% 1009 / 1009 * times * (1 - .5 * x[, 1])) + 1, event = i %% 3 != 0, x1 = x[, 1], x2 = x[, 2], entry = ifelse(i %% 4 == 0, .5, 0), stratum = i %% 2) }
ctl <- coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 60)
fit <- function(f, d) { m <- coxph(f, d, ties = "exact", control = ctl); list(coefficients = unname(coef(m)), covariance = as.vector(m$var), loglik = m$loglik) }
d <- rows(400, 8); plain <- fit(Surv(time, event) ~ x1 + x2, d); strata <- fit(Surv(time, event) ~ x1 + x2 + strata(stratum), d)
# With entries coxph goes through all subsets: few rows.
d <- rows(40, 10); d$entry <- d$entry * d$time; entered <- fit(Surv(entry, time, event) ~ x1 + x2, d)
# log e_k of the risks of one time after another: log(e_k + r e_(k-1)), member by member.
loglik <- function(d) function(b) { eta <- as.vector(as.matrix(d[, c("x1", "x2")]) %*% b); l <- 0
  for (t in unique(d$time)) { dead <- d$time == t & d$event; k <- sum(dead); if (k == 0) next
    r <- eta[d$time >= t]; le <- c(0, rep(-Inf, k))
    for (m in seq_along(r)) { j <- seq_len(min(m - 1, k)) + 1; a <- le[j]; c <- le[j - 1] + r[m]; if (m <= k) le[m + 1] <- le[m] + r[m]
      if (length(j)) le[j] <- pmax(a, c) + log1p(exp(-abs(a - c))) }
    l <- l + sum(eta[dead]) - le[k + 1] }
  l }
f <- loglik(rows(400, 8)); stopifnot(abs(f(plain$coefficients) - plain$loglik[2]) < 1e-9 * abs(plain$loglik[2]))
heavy <- loglik(rows(1200, 2)); o <- optim(c(0, 0), function(b) -heavy(b), method = "BFGS", control = list(reltol = 1e-15))$par
gr <- function(b, h = 1e-3) sapply(1:2, function(j) { e <- replace(numeric(2), j, h); (8 * (heavy(b + e) - heavy(b - e)) - (heavy(b + 2 * e) - heavy(b - 2 * e))) / (12 * h) })
H <- optimHess(o, function(b) -heavy(b)); for (k in 1:3) o <- o + solve(H, gr(o))
broken <- tryCatch(coxph(Surv(time, event) ~ x1 + x2, rows(1200, 2), ties = "exact")$loglik[1], error = function(e) NaN)
cat(toJSON(list(plain = plain, strata = strata, entered = entered, heavy = list(coefficients = o, loglik = c(heavy(c(0, 0)), heavy(o)), covariance = as.vector(solve(H))), coxph = as.character(broken), deaths = max(tapply(rows(1200, 2)$event, rows(1200, 2)$time, sum))), digits = NA, auto_unbox = TRUE))
