# Makes glmnet-exact.json: RADIOMICS_SHARED=../../../../shared Rscript glmnet-exact.R (R 4.2.2, glmnet 4.1-6; about a minute).
# The cv_coxnet cases whose folds make their own lambdas, and coxnet_predict, hold glmnet's solutions at thresh = 1e-12 and 1e-14. Here glmnet only
# says which columns are active; Newton's method on the penalised Breslow likelihood takes them to the optimum (the largest violation of the
# optimality conditions, relative to lambda, is printed as kkt). Deviance and C are glmnet's own functions.
suppressPackageStartupMessages({library(glmnet); library(survival); library(jsonlite)})
shared <- Sys.getenv("RADIOMICS_SHARED", "../shared")
ref <- fromJSON(file.path(shared,"reference/survival/public/cv_coxnet.json"), simplifyVector=TRUE, simplifyDataFrame=FALSE)
# minus the log partial likelihood (Breslow) per unit of weight: value, gradient; Hessian of chosen columns
prep <- function(x, time, status, w) {
  o <- order(time); x <- x[o,,drop=FALSE]; time <- time[o]; status <- status[o]; w <- w[o]/sum(w)
  m <- colSums(w*x); s <- sqrt(colSums(w*sweep(x,2,m)^2)); x <- sweep(sweep(x,2,m),2,s,"/")
  tt <- unique(time[status==1]); first <- match(tt, time)      # at risk from here on
  d <- as.vector(rowsum(w[status==1], match(time[status==1], tt)))
  list(x=x, w=w, status=status, first=first, d=d, last=findInterval(time, tt), m=m, s=s)
}
rev_cum <- function(v) rev(cumsum(rev(v)))
deriv <- function(P, b, A, hess=TRUE) {
  eta <- as.vector(P$x[,A,drop=FALSE] %*% b); r <- P$w*exp(eta)
  s0 <- rev_cum(r)[P$first]; haz <- c(0,cumsum(P$d/s0))[P$last+1]
  g <- -as.vector(crossprod(P$x, P$w*P$status - r*haz))
  out <- list(g=g)
  if (hess && length(A)) {
    XA <- P$x[,A,drop=FALSE]
    M <- apply(r*XA, 2, rev_cum)[P$first,,drop=FALSE]/s0
    out$H <- crossprod(XA, r*haz*XA) - crossprod(M, P$d*M)
  }
  out$value <- -(sum(P$w*P$status*eta) - sum(P$d*log(s0)))
  out
}
solve1 <- function(P, lambda, alpha, b0) {       # b0: dense start on the standardised scale
  p <- ncol(P$x); A <- which(b0 != 0); b <- b0
  if (alpha == 0) A <- seq_len(p)
  sg <- sign(b)
  for (it in 1:500) {
    D <- deriv(P, b[A], A)
    gA <- D$g[A] + lambda*alpha*sg[A] + lambda*(1-alpha)*b[A]
    viol <- abs(D$g) - lambda*alpha; viol[A] <- -Inf
    mg <- if (length(A)) max(abs(gA)) else 0
    if (mg < 1e-15 || (mg < 1e-13*lambda && it > 3)) {
      if (alpha == 0 || max(viol) <= 1e-13*lambda) break
      j <- which.max(viol); A <- c(A,j); sg[j] <- -sign(D$g[j]); next
    }
    step <- -solve(D$H + diag(lambda*(1-alpha),length(A)), gA)
    t <- 1
    new <- b[A] + step
    if (alpha > 0) {
      flip <- which(new*sg[A] < 0)
      if (length(flip)) t <- min(-b[A][flip]/step[flip])
    }
    obj <- function(bb) deriv(P, bb, A, FALSE)$value + sum(lambda*alpha*abs(bb)) + lambda*(1-alpha)/2*sum(bb^2)
    f0 <- D$value + sum(lambda*alpha*abs(b[A])) + lambda*(1-alpha)/2*sum(b[A]^2)
    tt <- t
    while (obj(b[A]+tt*step) > f0 + 1e-13*abs(f0) && tt > 1e-10) tt <- tt/2
    b[A] <- b[A] + tt*step
    if (alpha > 0 && tt == t && t < 1) { k <- flip[which.min(-(b[A]-tt*step)[flip]/step[flip])]; b[A[k]] <- 0; sg[A[k]] <- 0; A <- A[-k] }
  }
  if (it >= 500) stop("no convergence at ", lambda, " ", mg)
  kkt <<- max(kkt, mg/lambda, if (alpha>0) max(viol)/lambda else 0)
  b
}
path_exact <- function(x, time, status, w, lambda, alpha, start) {
  P <- prep(x, time, status, w); B <- matrix(0, ncol(x), length(lambda)); b <- rep(0, ncol(x))
  for (k in seq_along(lambda)) {
    if (alpha == 0 && k == 1) next                 # glmnet's first lambda is infinity where alpha is 0
    b <- solve1(P, lambda[k], alpha, if (alpha==0) b else start[,k]*P$s)
    B[,k] <- b/P$s
  }
  B
}
interp <- function(B, lam, s) sapply(s, function(v) {
  if (v >= lam[1]) return(B[,1]); n <- length(lam); if (v <= lam[n]) return(B[,n])
  r <- which(lam <= v)[1]; l <- r-1; f <- (v-lam[r])/(lam[l]-lam[r]); f*B[,l]+(1-f)*B[,r] })
out <- list(); memo <- list()
for (cs in ref$cases) {
  o <- cs$options
  if (!grepl("its own lambda|builds its own", o$fold_lambda)) next
  kkt <- 0
  d <- read.csv(file.path(shared,"reference/survival",if (is.null(cs$data_file)) "" else cs$data_file))
  x <- as.matrix(if (length(o$features)==1) d[,grepl("^f[0-9]{3}$",names(d))] else d[,o$features])
  time <- d[[o$response[1]]]/o$time_divided_by; status <- d[[o$response[2]]]
  w <- if (is.null(o$weights)) rep(1,nrow(d)) else d[[o$weights]]
  y <- Surv(time,status); fold <- cs$values$foldid
  args <- list(family="cox", alpha=o$alpha, nlambda=o$nlambda, thresh=1e-10, maxit=1e7)
  if (!is.null(o$lambda_min_ratio)) args$lambda.min.ratio <- o$lambda_min_ratio
  V <- if (is.null(cs$values$exact)) cs$values$default else cs$values$exact
  lam <- V$lambda; K <- max(fold)
  key <- paste(cs$data_file, o$alpha, o$nlambda, o$lambda_min_ratio, o$weights, paste(fold,collapse=""))
  if (is.null(memo[[key]])) {
    memo[[key]] <- lapply(1:K, function(k) {
      tr <- fold != k
      f <- do.call(glmnet, c(list(x[tr,], y[tr,], weights=w[tr]), args))
      B <- path_exact(x[tr,], time[tr], status[tr], w[tr], f$lambda, o$alpha, as.matrix(f$beta))
      interp(B, f$lambda, lam) })
    memo[[paste(key,"kkt")]] <- kkt
  }
  raw <- t(sapply(1:K, function(k) {
    te <- fold == k; eta <- x %*% memo[[key]][[k]]
    if (o$type_measure == "C") return(apply(eta[te,], 2, function(e) Cindex(e, y[te,], w[te])))
    if (o$grouped) (coxnet.deviance(pred=eta,y=y,weights=w) - coxnet.deviance(pred=eta[!te,],y=y[!te,],weights=w[!te])) / sum((w*status)[te])
    else coxnet.deviance(pred=eta[te,],y=y[te,],weights=w[te]) / sum((w*status)[te]) }))
  wt <- sapply(1:K, function(k) if (o$type_measure=="C") sum(w[fold==k]) else sum((w*status)[fold==k]))
  cvm <- apply(raw, 2, weighted.mean, wt); cvsd <- sqrt(apply(sweep(raw,2,cvm)^2, 2, weighted.mean, wt)/(K-1))
  cat(sprintf("%-36s kkt %.1e  cvm: file off by %.1e  cvsd: %.1e (exact in file: %s)\n", cs$id, memo[[paste(key,"kkt")]], max(abs(cvm/V$cvm-1)), max(abs(cvsd/V$cvsd-1)), !is.null(cs$values$exact)))
  out[[cs$id]] <- list(cvm=cvm, cvsd=cvsd)
}

# Predictions: coefficients at lambdas off the path, and survfit's (Efron's) baseline at the first of them.
efron <- function(time, status, lp) {
  tt <- sort(unique(time)); h <- numeric(length(tt))
  for (k in seq_along(tt)) {
    risk <- sum(exp(lp[time >= tt[k]])); dead <- which(time == tt[k] & status == 1); d <- length(dead)
    if (d) h[k] <- sum(1/(risk - (seq_len(d)-1)/d*sum(exp(lp[dead]))))
  }
  cumsum(h)
}
predict_ref <- fromJSON(file.path(shared,"reference/survival/public/coxnet_predict.json"), simplifyVector=TRUE, simplifyDataFrame=FALSE)
for (cs in predict_ref$cases) {
  o <- cs$options; V <- cs$values; kkt <- 0
  d <- read.csv(file.path(shared,"reference/survival",cs$data_file))
  x <- as.matrix(if (length(o$features)==1) d[,grepl("^f[0-9]{3}$",names(d))] else d[,o$features])
  time <- d[[o$response[1]]]/o$time_divided_by; status <- d[[o$response[2]]]
  f <- glmnet(x, Surv(time,status), family="cox", alpha=o$alpha, lambda=V$lambda_path, thresh=1e-10, maxit=1e7)
  B <- interp(path_exact(x, time, status, rep(1,nrow(d)), V$lambda_path, o$alpha, as.matrix(f$beta)), V$lambda_path, o$s)
  n <- V$lp$rows; if (is.null(n)) n <- nrow(V$lp$data)
  lp <- x %*% B; nz <- which(rowSums(B != 0) > 0)
  H <- efron(time, status, lp[,1]); keep <- unique(round(seq(1, length(H), length.out=40)))
  S <- sapply(1:3, function(i) exp(-H[keep]*exp(lp[i,1])))
  cat(sprintf("%-12s kkt %.1e\n", cs$id, kkt))
  out[[paste("predict",cs$id)]] <- list(feature=nz-1, coef=unname(t(B[nz,,drop=FALSE])), lp=unname(t(lp[1:20,,drop=FALSE])), row=keep-1, cumhaz=unname(H[keep]))
}
for (id in names(out)) if (!is.null(out[[id]]$cvm)) {
  worst <- function(v) if (grepl("_C$", id)) -v else v
  m <- out[[id]]$cvm; i <- which.min(worst(m)); j <- which(worst(m) <= worst(m)[i] + out[[id]]$cvsd[i])[1]
  out[[id]]$index_min <- i-1; out[[id]]$index_1se <- j-1
}
writeLines(gsub("\\],", "],\n", toJSON(out, digits=I(17), auto_unbox=TRUE)), "glmnet-exact.json")
