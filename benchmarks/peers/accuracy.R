# Times R's packages on the files that the benchmark wrote; prints "what <tab> milliseconds" of the best of a few runs.
suppressMessages(library(survival))
folder <- commandArgs(trailingOnly = TRUE)[1]
best <- function(what, f, runs = 3) cat(what, "\t", 1000 * min(replicate(runs, system.time(f())[["elapsed"]])), "\n", sep = "")
has <- function(p) suppressWarnings(suppressMessages(requireNamespace(p, quietly = TRUE)))
for (n in c(500, 2000, 10000, 100000)) {
  d <- read.csv(file.path(folder, paste0("n", format(n, scientific = FALSE), ".csv")))
  label <- format(n, scientific = FALSE)
  best(paste0("concordance, n = ", label), function() concordance(Surv(time, status) ~ marker, data = d, reverse = TRUE))
  if (n <= 10000 && has("riskRegression")) {
    # riskRegression's AUC with standard error; timeROC's is cubic and slower.
    r <- matrix(rank(d$marker) / (n + 1), n, 3)
    best(paste0("AUC with SE at 3 times, n = ", label), function() riskRegression::Score(list(m = r), Surv(time, status) ~ 1, data = d,
      times = c(.2, .5, 1), metrics = "auc", null.model = FALSE, conf.int = TRUE, cens.model = "km"), if (n > 2000) 1 else 3)
  }
  if (n == 500 && has("rms")) {
    suppressMessages(library(rms))
    f <- cph(Surv(time, status) ~ x1 + x2 + x3 + x4 + x5, data = d, x = TRUE, y = TRUE, surv = TRUE, time.inc = .5)
    best("calibration, B = 200, n = 500", function() { sink(nullfile()); calibrate(f, cmethod = "KM", u = .5, m = 100, B = 200); validate(f, B = 200); sink() }, 2)
  }
  if (n == 2000) best("Spearman matrix, 5 columns, n = 2000", function() {
    x <- d[, c("x1", "x2", "x3", "x4", "x5")]
    for (i in 1:4) for (j in (i + 1):5) cor.test(x[[i]], x[[j]], method = "spearman", exact = FALSE)
  })
}
