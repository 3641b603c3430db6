suppressMessages(library(survival))
n <- 40; u <- function(k) ((1:n) * k) %% 101 / 101
x <- u(37); g <- as.integer(u(53) > .5); time <- round(1 + 20 * u(29), 1); event <- as.integer(u(71) < .7)
print(summary(coxph(Surv(time, event) ~ x + g)), digits=4); print(survfit(Surv(time, event) ~ g)); print(survdiff(Surv(time, event) ~ g)); print(cox.zph(coxph(Surv(time, event) ~ x + g))); print(concordance(Surv(time, event) ~ x, reverse=TRUE)); print(summary(survfit(Surv(time,event)~1), times=c(5,10)))
