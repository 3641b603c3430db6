# The limits in TestRetestTests: Lin 1989 (doi:10.2307/2532051) with the correction of 2000, and Raunig et al. 2015.
x <- c(1, 2, 3, 4, 6, 8, 9, 12); y <- c(1.5, 1.8, 3.3, 4.9, 5.5, 8.8, 8.1, 13); n <- length(x)
v <- function(a, b = a) mean((a - mean(a)) * (b - mean(b)))
rc <- 2 * v(x, y) / (v(x) + v(y) + (mean(x) - mean(y))^2); r <- cor(x, y); u <- (mean(x) - mean(y)) / (v(x) * v(y))^0.25
var.z <- ((1 - r^2) * rc^2 / ((1 - rc^2) * r^2) + 2 * rc^3 * (1 - rc) * u^2 / (r * (1 - rc^2)^2) - rc^4 * u^4 / (2 * r^2 * (1 - rc^2)^2)) / (n - 2)
print(c(rc, tanh(atanh(rc) + c(-1, 1) * qnorm(0.975) * sqrt(var.z))), digits = 14)
rep <- qnorm(0.975) * sqrt(2) * sqrt(mean((x - y)^2 / 2))
print(rep * sqrt(n / qchisq(c(0.975, 0.025), n)), digits = 14)
