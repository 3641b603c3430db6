# mice: pooling, the Nelson-Aalen column, and what imputation of a cohort gives on average. Rscript imputation.R > imputation.json
suppressMessages({library(mice); library(survival); library(jsonlite)})
set.seed(8)
n <- 240
x1 <- round(rnorm(n), 3); x2 <- round(.6 * x1 + rnorm(n), 3); b <- rbinom(n, 1, plogis(.8 * x1)); g <- sample(3, n, TRUE, c(.5, .3, .2)); g <- ifelse(runif(n) < plogis(x2 - 1), 3, g)
t <- rexp(n, .1 * exp(.6 * x1 + .5 * b + .3 * (g == 3))); c <- runif(n, 3, 20); time <- round(pmin(t, c), 2) + .01; event <- as.integer(t <= c)
full <- data.frame(x1, x2, b = factor(b, 0:1, c("n", "y")), g = factor(g, 1:3, c("a", "b", "c")), time, event)
d <- full
d$x2[runif(n) < plogis(-1 + .8 * event)] <- NA; d$b[runif(n) < .2] <- NA; d$g[runif(n) < plogis(-1.2 + .5 * x1)] <- NA
d$na <- nelsonaalen(d, time, event)
pred <- make.predictorMatrix(d); pred[, "time"] <- 0
imp <- mice(d, m = 200, maxit = 5, printFlag = FALSE, predictorMatrix = pred, seed = 1)
fit <- with(imp, coxph(Surv(time, event) ~ x1 + x2 + b + g)); s <- pool(fit)$pooled
q <- sapply(fit$analyses[1:20], coef); u <- sapply(fit$analyses[1:20], function(f) diag(vcov(f)))
p <- pool(as.mira(fit$analyses[1:20])); sp <- summary(p, conf.int = TRUE)
mean_ <- function(v, f) mean(sapply(1:200, function(i) f(imp$imp[[v]][[i]])))
cat(toJSON(list(data = list(x1 = x1, x2 = d$x2, b = as.character(d$b), g = as.character(d$g), time = time, event = event), na = d$na,
  pooled = list(estimate = s$estimate, ubar = s$ubar, b = s$b, t = s$t), imputed = list(x2 = mean_("x2", mean), x2sd = mean_("x2", sd), b = mean_("b", function(v) mean(v == "y")), g2 = mean_("g", function(v) mean(v == "b")), g3 = mean_("g", function(v) mean(v == "c"))),
  pool = list(q = q, u = u, dfcom = max(fit$analyses[[1]]$nevent - 5, 1), estimate = p$pooled$estimate, ubar = p$pooled$ubar, b = p$pooled$b, t = p$pooled$t, df = p$pooled$df, riv = p$pooled$riv, lambda = p$pooled$lambda, fmi = p$pooled$fmi,
    p = sp$p.value, low = sp[["2.5 %"]], high = sp[["97.5 %"]]), scalar = pool.scalar(q[1, ], u[1, ])[c("qbar", "t", "df", "fmi")]), digits = NA, auto_unbox = TRUE, na = "null"))
