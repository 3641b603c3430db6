# Times R's packages on the files that the benchmark wrote; prints "what <tab> milliseconds" of the best of a few runs.
suppressMessages(library(survival))
folder <- commandArgs(trailingOnly = TRUE)[1]
asked <- commandArgs(trailingOnly = TRUE)[-1]
# A run shorter than the clock's tick is repeated within it.
timed <- function(f) { t <- system.time(f())[["elapsed"]]; if (t > .05) return(t); k <- ceiling(.2 / max(t, .001)); system.time(for (i in 1:k) f())[["elapsed"]] / k }
best <- function(what, f, runs = 3) if (what %in% asked) cat(what, "\t", 1000 * min(replicate(runs, timed(f))), "\n", sep = "")
has <- function(p) suppressWarnings(suppressMessages(requireNamespace(p, quietly = TRUE)))
read <- function(name, n, p) {
  m <- matrix(readBin(file.path(folder, paste0(name, ".bin")), "double", n * (p + 2)), n)
  x <- m[, -(1:2), drop = FALSE]
  colnames(x) <- paste0("x", seq_len(p))
  list(y = Surv(m[, 1], m[, 2]), x = x, d = data.frame(time = m[, 1], status = m[, 2], x))
}
if (has("cmprsk")) {
  c <- read("competing", 10000, 5)
  best("Fine-Gray with variance, n = 10000, p = 5", function() cmprsk::crr(c$d$time, ifelse(c$d$status == 1, ifelse(c$x[, 5] > 0, 2, 1), 0), c$x), 1)
}
if (has("mice")) {
  c <- read("missing", 500, 15)
  m <- c$x
  for (j in 1:15) m[c$x[, j %% 15 + 1] > 1, j] <- NA
  best("MICE, 500 x 15, m = 20", function() mice::mice(as.data.frame(m), m = 20, maxit = 5, printFlag = FALSE), 1)
}
for (n in c(500, 2000, 10000)) {
  c <- read(paste0("n", format(n, scientific = FALSE)), n, 5)
  d <- c$d
  d$marker <- d$x1 + d$x2
  if (n == 500 && has("rms")) {
    suppressMessages(library(rms))
    f <- cph(Surv(time, status) ~ x1 + x2 + x3 + x4 + x5, data = d, x = TRUE, y = TRUE, surv = TRUE, time.inc = .5)
    best("calibration and validation, B = 200, n = 500", function() { sink(nullfile()); rms:::calibrate.cph(f, cmethod = "KM", u = .5, m = 100, B = 200); rms:::validate.cph(f, B = 200, dxy = TRUE); sink() }, 2)
  }
  # riskRegression's AUC with standard error; timeROC's is cubic and slower.
  if (n > 500 && has("riskRegression")) best(paste0("AUC with SE at 3 times, n = ", n), function() riskRegression::Score(list(m = matrix(rank(d$marker) / (n + 1), n, 3)),
    Surv(time, status) ~ 1, data = d, times = c(.2, .5, 1), metrics = "auc", null.model = FALSE, conf.int = TRUE, cens.model = "km"), if (n > 2000) 1 else 3)
  if (n == 2000) {
    if (has("maxstat")) best("cut-point with Lau94, n = 2000", function() maxstat::maxstat.test(Surv(time, status) ~ marker, data = d, smethod = "LogRank", pmethod = "Lau94"))
    best("Spearman matrix, 5 columns, n = 2000", function() for (i in 1:4) for (j in (i + 1):5) cor.test(c$x[, i], c$x[, j], method = "spearman", exact = FALSE))
  }
}
c <- read("cox", 100000, 20)
best("Cox, Efron, n = 100000, p = 20", function() coxph.fit(c$x, c$y, NULL, NULL, NULL, coxph.control(), NULL, "efron", NULL)) # without the formula, which costs R as much again
best("C with SE, n = 100000", function() concordance(c$y ~ c$x[, 1], reverse = TRUE))
# Where coxph's polynomials overflow it gives -Inf and no coefficients: then there is no time to compare with.
for (k in list(c(2000, 5), c(20000, 2), c(20000, 20))) { i <- seq_len(k[1]); y <- Surv(ceiling(c$d$time[i] / 2.5 * 100), c$d$status[i]); x <- c$x[i, seq_len(k[2])]
  what <- sprintf("Cox, exact ties, n = %d, p = %d, 100 times", k[1], k[2])
  if (what %in% asked && is.finite(tryCatch(coxph(y ~ x[, 1], ties = "exact")$loglik[1], error = function(e) -Inf, warning = function(w) -Inf))) best(what, function() coxph(y ~ x, ties = "exact")) }
if (has("glmnet")) {
  suppressMessages(library(glmnet))
  c <- read("wide", 95, 537)
  best("LASSO path, 95 x 537", function() glmnet(c$x, c$y, family = "cox"))
  best("ridge path, 95 x 537", function() glmnet(c$x, c$y, family = "cox", alpha = 0))
  for (what in paste0("LASSO, 10-fold CV, 95 x 537", c("", ", two threads")))
    best(what, function() cv.glmnet(c$x, c$y, family = "cox", foldid = (0:94) %% 10 + 1))
  best("ridge path, 95 x 537, R to the optimum too", function() glmnet(c$x, c$y, family = "cox", alpha = 0, thresh = 1e-14, maxit = 1e7), 1)
  best("univariable screen, 537 columns", function() for (j in 1:537) coxph(c$y ~ c$x[, j]))
  c <- read("square", 2000, 2000)
  best("LASSO path to 0.05, 2000 x 2000", function() glmnet(c$x, c$y, family = "cox", lambda.min.ratio = .05), 2)
}
