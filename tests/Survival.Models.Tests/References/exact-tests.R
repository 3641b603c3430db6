# Exact tests of R at sizes where factorials leave the range of a double. Rscript exact-tests.R > exact-tests.json
library(jsonlite)
set.seed(20261127)
fisher <- list()
add <- function(t, ...) fisher[[length(fisher) + 1]] <<- list(table = t, p = fisher.test(t, workspace = 2e8, ...)$p.value)
draw <- function(r, c, n, tilt = 0) { repeat { t <- matrix(rmultinom(1, n, outer(seq(1, 1 + tilt, length = r), rep(1, c)) + tilt * diag(1, r, c)), r); if (all(rowSums(t) > 0) && all(colSums(t) > 0)) return(t) } }
for (n in c(60, 180, 262, 300, 520, 1100, 3000)) { add(draw(3, 2, n)); add(draw(2, 3, n, 0.2)) }
for (n in c(180, 280, 400, 2511)) { add(draw(2, 4, n)); add(draw(4, 2, n, 0.3)) }
for (n in c(180, 400, 900)) { add(draw(2, 5, n)); add(draw(2, 5, n, 1)) }
add(draw(2, 5, 2511, 0.6)); add(draw(2, 12, 200)); add(draw(2, 12, 300))
for (n in c(60, 120, 180, 260)) { add(draw(3, 3, n)); add(draw(3, 3, n, 0.8)) }
add(draw(3, 4, 120)); add(draw(4, 4, 70)); add(draw(3, 5, 90, 1))
for (n in c(1000, 20000, 100000)) for (k in 1:2) { t <- draw(2, 2, n, 0.05 * k); add(t) }
two <- lapply(list(c(200, 180), c(1500, 40), c(30000, 20000), c(99000, 1000)), function(m) {
  x <- c(round(m[1] * .3), round(m[1] * .7)); y <- c(round(m[2] * .35), round(m[2] * .65)); f <- fisher.test(rbind(x, y))
  list(table = unname(rbind(x, y)), p = f$p.value, less = fisher.test(rbind(x, y), alternative = "less")$p.value, greater = fisher.test(rbind(x, y), alternative = "greater")$p.value)})
mw <- list()
for (m in list(c(5, 7), c(40, 45), c(90, 80), c(150, 120), c(3, 500))) for (shift in c(0, 0.4, 1.2)) {
  r <- rank(c(rnorm(m[1], shift), rnorm(m[2]))); x <- r[seq_len(m[1])]; y <- r[-seq_len(m[1])]
  mw[[length(mw) + 1]] <- list(x = x, y = y, w = unname(wilcox.test(x, y)$statistic), exact = wilcox.test(x, y, exact = TRUE)$p.value, normal = wilcox.test(x, y, exact = FALSE)$p.value) }
# Values of the distribution itself, where data would be long.
mwd <- lapply(list(c(2000, 60, 60), c(1000, 60, 60), c(4000, 100, 100), c(9000, 150, 150)), function(v) list(u = v[1], n1 = v[2], n2 = v[3], p = pwilcox(v[1], v[2], v[3])))
rank <- list()
for (n in c(7, 9, 10, 30, 200, 1200, 1300)) for (rho in if (n > 200) c(0.05, -0.1) else c(0, 0.3, -0.3, 0.9, -0.9)) {
  x <- rnorm(n); y <- rank(rho * x + sqrt(1 - rho^2) * rnorm(n))[order(x)]; x <- seq_len(n)
  rank[[length(rank) + 1]] <- list(x = x, y = y, spearman = cor.test(x, y, method = "spearman", exact = TRUE)$p.value,
    kendall = if (n <= 200) cor.test(x, y, method = "kendall", exact = TRUE)$p.value else NULL) }
cat(toJSON(list(fisher = fisher, two = two, mw = mw, mwd = mwd, rank = rank), digits = NA, auto_unbox = TRUE))
