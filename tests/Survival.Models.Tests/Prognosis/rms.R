# Writes rms.json beside it: a small cohort, and what survival and rms say of it. Run: Rscript rms.R
suppressMessages({library(rms); library(survival); library(jsonlite)})
set.seed(20)
n <- 80
d <- data.frame(age = round(rnorm(n, 60, 9)), k = sample(0:3, n, TRUE), stage = factor(sample(c("I", "II", "III"), n, TRUE)))
lp <- 0.04 * (d$age - 60) + 0.3 * d$k + 0.5 * (d$stage == "III")
d$time <- round(rexp(n) * 14 / exp(lp) + 0.05, 1); cens <- round(runif(n, 5, 40), 1)
d$event <- as.integer(d$time <= cens); d$time <- pmin(d$time, cens)
dd <- datadist(d); options(datadist = "dd")
f <- cph(Surv(time, event) ~ age + k + stage, data = d, x = TRUE, y = TRUE, surv = TRUE, eps = 1e-12)
co <- coxph(Surv(time, event) ~ age + k + stage, data = d, control = coxph.control(eps = 1e-13))
at <- c(0.95, seq(0.9, 0.1, by = -0.1), 0.05)
s0 <- function(t) { b <- survfit(co, newdata = data.frame(age = 0, k = 0, stage = "I"), se.fit = FALSE); exp(-summary(b, times = t)$cumhaz * exp(sum(colMeans(f$x) * coef(co)))) }
nm <- nomogram(f, fun = list(function(lp) s0(6)^exp(lp), function(lp) s0(12)^exp(lp)), fun.at = at, funlabel = c("surv_t6", "surv_t12"), lp = TRUE)
axes <- lapply(c("age", "k", "stage"), function(v) list(name = v, labels = as.character(nm[[v]][[1]]), points = nm[[v]]$points))
fun <- lapply(c("surv_t6", "surv_t12"), function(v) list(name = v, values = nm[[v]]$x.real, points = nm[[v]]$x))
new <- data.frame(age = c(45, 60.5, 82), k = c(0, 2, 3), stage = factor(c("I", "III", "II"), levels = levels(d$stage)))
X <- model.matrix(~ age + k + stage, new)[, -1]; m <- colMeans(model.matrix(~ age + k + stage, d)[, -1]); V <- vcov(co); b <- coef(co)
sf <- survfit(co, newdata = new); su <- summary(sf, times = c(6, 12))
q <- quantile(sf, 0.5)
D <- sweep(X, 2, m)
out <- list(
  data = list(age = d$age, k = d$k, stage = as.character(d$stage), time = d$time, event = d$event),
  sc = attr(nm, "info")$sc, intercept = attr(nm, "info")$Intercept, axes = axes, fun = fun, total = nm$total.points$x,
  lp_axis = list(values = nm$lp$x.real, points = nm$lp$x),
  patients = list(age = new$age, k = new$k, stage = as.character(new$stage), lp = as.vector(X %*% b), relative = exp(as.vector(D %*% b)),
    se = sqrt(diag(D %*% V %*% t(D))), surv6 = su$surv[1, ], lower6 = su$lower[1, ], upper6 = su$upper[1, ], surv12 = su$surv[2, ],
    median = as.vector(q$quantile), median_lower = as.vector(q$lower), median_upper = as.vector(q$upper)))
write(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = TRUE), "rms.json")
