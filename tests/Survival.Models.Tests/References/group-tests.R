# Group tests of R, pROC and by formula. Rscript group-tests.R > group-tests.json
suppressMessages({library(jsonlite); library(pROC)})
set.seed(3)
groups <- lapply(list(c(6, 7, 3), c(12, 9, 6), c(30, 41, 6), c(120, 90, 6), c(40, 35, 0), c(15, 9, 0)), function(a) {
  x <- round(rnorm(a[1], .3, 1.3), a[3]); y <- round(rnorm(a[2]), a[3])
  t <- t.test(x, y); s <- t.test(x, y, var.equal = TRUE); v <- var.test(x, y); n <- min(a[1:2]); p <- t.test(x[1:n], y[1:n], paired = TRUE)
  hl <- if (a[3] > 0) wilcox.test(x, y, conf.int = TRUE, exact = TRUE) else NULL
  list(x = x, y = y, welch = c(t$conf.int, t$p.value), student = c(s$conf.int, s$p.value), paired = c(p$conf.int, p$p.value, p$statistic),
    var = c(v$estimate, v$conf.int, v$p.value), hl = if (is.null(hl)) NULL else c(hl$estimate, hl$conf.int),
    ks = c(suppressWarnings(ks.test(x, y))$statistic, suppressWarnings(ks.test(x, y))$p.value), ksLimit = suppressWarnings(ks.test(x, y, exact = FALSE))$p.value,
    shapiro = c(shapiro.test(x)$statistic, shapiro.test(x)$p.value), shapiroExp = c(shapiro.test(exp(y))$statistic, shapiro.test(exp(y))$p.value)) })
small <- lapply(3:12, function(n) { x <- round(rexp(n), 5); list(x = x, w = unname(shapiro.test(x)$statistic), p = shapiro.test(x)$p.value) })
p <- list(round(runif(12)^2, 6), c(.01, .02, .02, .9), c(.04, .05), .3, round(runif(40)^3, 8))
mc <- list(matrix(c(101, 59, 121, 33), 2), matrix(c(10, 2, 9, 5), 2), matrix(c(20, 5, 3, 10, 30, 4, 2, 9, 15), 3))
roc1 <- lapply(c(40, 150), function(n) { d <- rbinom(n, 1, .4); a <- round(rnorm(n, d), 1); b <- round(rnorm(n, .5 * d) + .5 * a, 2)
  ra <- roc(d, a, direction = "<", quiet = TRUE); rb <- roc(d, b, direction = "<", quiet = TRUE); t <- roc.test(ra, rb, method = "delong", paired = TRUE)
  list(d = d, a = a, b = b, auc = as.numeric(c(auc(ra), auc(rb))), var = c(var(ra, method = "delong"), var(rb, method = "delong")), ci = as.numeric(ci.auc(ra, method = "delong")), z = unname(t$statistic), p = t$p.value) })
w <- lapply(c(2, 4), function(k) { m <- matrix(sample(6, 9 * k, TRUE), 9); f <- friedman.test(m); list(m = m, k = k, w = unname(f$statistic) / (k * 8), chi = unname(f$statistic), p = f$p.value) })
ccc <- lapply(c(8, 60), function(n) { x <- round(rnorm(n), 3); y <- round(.8 * x + .2 + rnorm(n, 0, .4), 3); k <- n; sx <- var(x) * (k - 1) / k; sy <- var(y) * (k - 1) / k; r <- cor(x, y)
  cc <- 2 * r * sqrt(sx * sy) / (sx + sy + (mean(x) - mean(y))^2); u <- (mean(y) - mean(x)) / (sx * sy)^.25
  se <- sqrt(((1 - r^2) * cc^2 * (1 - cc^2) / r^2 + 2 * cc^3 * (1 - cc) * u^2 / r - .5 * cc^4 * u^4 / r^2) / (k - 2)) / (1 - cc^2)
  list(x = x, y = y, ccc = c(cc, tanh(atanh(cc) + c(-1, 1) * qnorm(.975) * se))) })
cat(toJSON(list(groups = groups, small = small, p = lapply(p, function(v) list(p = v, hommel = p.adjust(v, "hommel"))),
  mcnemar = lapply(mc, function(m) list(m = m, stat = unname(mcnemar.test(m)$statistic), p = mcnemar.test(m)$p.value, plain = mcnemar.test(m, correct = FALSE)$p.value,
    exact = if (nrow(m) == 2) binom.test(m[1, 2], m[1, 2] + m[2, 1])$p.value else NULL)), roc = roc1, w = w, ccc = ccc), digits = NA, auto_unbox = TRUE))
