suppressMessages(library(survival))
# deterministic data without a random generator: x in [0,1) by a multiplicative sequence
n <- 40
u <- function(k) ((1:n) * k) %% 101 / 101
x <- u(37); g <- as.integer(u(53) > .5); time <- round(1 + 20 * u(29), 1); event <- as.integer(u(71) < .7)
cat(paste0("x: ", paste(format(x[1:3], digits=15), collapse=",")), "\n")
# one huge value among 0..1
for (big in c(1e4, 1e6)) for (at in c(5, 20)) { xx <- x; xx[at] <- big
 f <- tryCatch(coxph(Surv(time, event) ~ xx, control=coxph.control(eps=1e-13, iter.max=100)), warning=function(w) {cat("warn", conditionMessage(w), "\n"); suppressWarnings(coxph(Surv(time, event) ~ xx, control=coxph.control(eps=1e-13, iter.max=100)))})
 cat("huge", big, at, format(c(coef(f), sqrt(vcov(f)[1,1]), f$loglik[2]), digits=15), event[at], rank(time)[at], "\n") }
# sampling weights: log-rank as the robust score test (Breslow: no Efron at zero)
for (w in c(.1, .02, 1)) { f <- coxph(Surv(time, event) ~ factor(g), weights=rep(w, n), robust=TRUE, ties="breslow"); s <- summary(f)
 cat("robust", w, format(c(s$robscore), digits=12), "wald", format(s$coef[1,ncol(s$coef)],digits=12), "\n") }
w2 <- .5 + (1:n %% 4)
g3 <- (1:n) %% 3
f <- coxph(Surv(time, event) ~ factor(g3), weights=w2, robust=TRUE, ties="breslow"); cat("robust3", format(summary(f)$robscore, digits=12), "\n")
f <- coxph(Surv(time, event) ~ factor(g3) + strata(g), weights=w2, robust=TRUE, ties="breslow"); cat("robust3 strata", format(summary(f)$robscore, digits=12), "\n")
en <- pmax(0, time - 3 - 5*u(41)) * (u(17) > .5); 
f <- coxph(Surv(en, time, event) ~ factor(g3), weights=w2, cluster=1:n, ties="breslow"); cat("robust3 entry", format(summary(f)$robscore, digits=12), "\n")
f <- coxph(Surv(time, event) ~ factor(g3), cluster=(1:n) %/% 3, ties="breslow"); cat("robust3 cluster", format(summary(f)$robscore, digits=12), "\n")
d <- survdiff(Surv(time, event) ~ g); cat("survdiff", format(c(d$chisq), digits=12), "\n")
# all weights 0
print(try(survfit(Surv(time, event) ~ 1, weights=rep(0, n)), silent=TRUE))
print(try(coxph(Surv(time, event) ~ x, weights=c(0, rep(1, n-1))), silent=TRUE))
# query
k <- survfit(Surv(c(.1+.2, 1, 2, 3), c(1,1,0,1)) ~ 1); print(summary(k, times=.3)$surv); print(summary(survfit(Surv(c(.3, .1+.2, 2, 3), c(1,1,0,1)) ~ 1))$surv)
# cox.zph with rows left out
keep <- (1:n) %% 5 != 0
f <- coxph(Surv(time, event) ~ x + g, subset=keep); print(format(cox.zph(f, "km")$table, digits=12)); print(format(cox.zph(f, "rank")$table, digits=12))
dput(time); dput(event); dput(g); dput(format(x, digits=17)); dput(en)
