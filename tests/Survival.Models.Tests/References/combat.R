# Batch effects in sva. Rscript combat.R > combat.json
suppressMessages({library(sva); library(jsonlite)})
set.seed(5)
n <- 36; p <- 14
batch <- rep(c("a", "b", "c"), c(10, 15, 11))[sample(n)]
sex <- rbinom(n, 1, .5); age <- round(rnorm(n, 60, 8), 1)
x <- round(matrix(rnorm(n * p, 5, 2), p) * ifelse(batch == "b", 1.6, 1)[col(matrix(0, p, n))] + (batch == "c") * rep(rnorm(p, 1), n) + outer(seq_len(p) / 10, age - 60), 4)
x[3, batch == "b"] <- 2.5
mod <- model.matrix(~ sex + age)
go <- function(...) suppressMessages(ComBat(x, batch, ...))
quiet <- function(e) { capture.output(r <- e); r }
single <- batch; single[1] <- "d"
cat(toJSON(list(x = t(x), batch = batch, sex = sex, age = age, single = single,
  plain = t(quiet(go())), mod = t(quiet(go(mod = mod))), nonpar = t(quiet(go(mod = mod, par.prior = FALSE))), mean = t(quiet(go(mean.only = TRUE))),
  nonparmean = t(quiet(go(par.prior = FALSE, mean.only = TRUE))), ref = t(quiet(go(mod = mod, ref.batch = "b"))), refnonpar = t(quiet(go(ref.batch = "a", par.prior = FALSE))),
  refplain = t(quiet(go(ref.batch = "a"))), refmean = t(quiet(go(ref.batch = "a", mean.only = TRUE))),
  one = t(quiet(suppressMessages(ComBat(x, single))))), digits = NA))
