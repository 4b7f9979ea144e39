# Factors of the simulated patching survey, by base R and GPArotation.
#
# usage: Rscript factors.R Datasets/patching/responses.csv > Tests/SurveyTests/Factors/expected.json
#
# Two ways through the factor step, both weighted:
#   pairwise    the first 24 outcomes, the gap's Pearson correlations of the people who answered
#               both (cov.wt of each pair), three factors of minimum residuals, oblimin
#   polychoric  the first 12 outcomes, importance's polychoric correlations (in two steps, by
#               quadrature here), two factors of maximum likelihood (factanal), promax
# n is the harmonic mean over the pairs of (sum w)^2 / sum w^2. Factors are ordered as the program
# orders them: by the diagonal of Phi P'P, each column's sum 0 or more.
suppressMessages(library(GPArotation))
data <- read.csv(commandArgs(TRUE)[1], colClasses = c(respondent = "character"))
answers <- function(battery, count) as.matrix(data[, sprintf("%s_%02d", battery, 1:count)])
gap <- answers("imp", 24) - answers("sat", 24)
importance <- answers("imp", 12)
w <- data$weight

harmonic <- function(x) {
  answered <- !is.na(x)
  n <- crossprod(answered * w, answered)^2 / crossprod(answered * w^2, answered)
  1 / mean(1 / n[lower.tri(n)])
}
pairwise <- function(x) {
  r <- diag(ncol(x))
  for (i in 2:ncol(x)) for (j in 1:(i - 1)) {
    both <- !is.na(x[, i]) & !is.na(x[, j])
    found <- cov.wt(x[both, c(i, j)], wt = w[both] / sum(w[both]), cor = TRUE)$cor[1, 2]
    r[i, j] <- found; r[j, i] <- found
  }
  r
}
# Gauss and Legendre's nodes on -1...1, from the eigenvectors of Jacobi's matrix.
nodes <- local({
  k <- 1:39
  jacobi <- matrix(0, 40, 40)
  jacobi[cbind(k, k + 1)] <- jacobi[cbind(k + 1, k)] <- k / sqrt(4 * k^2 - 1)
  e <- eigen(jacobi, symmetric = TRUE)
  list(x = e$values, w = 2 * e$vectors[1, ]^2)
})
polychoric_pair <- function(x, y) {
  both <- !is.na(x) & !is.na(y)
  cells <- tapply(w[both], list(x[both], y[both]), sum, default = 0)
  cuts <- function(sums) c(-9, qnorm(cumsum(sums)[-length(sums)] / sum(sums)), 9)
  a <- cuts(rowSums(cells)); b <- cuts(colSums(cells))
  loss <- function(rho) {
    shares <- sapply(seq_len(nrow(cells)), function(i) {
      # Each step in pieces of a quarter, so that the quadrature is exact to 1e-15.
      ends <- seq(a[i], a[i + 1], length.out = 2 + ceiling((a[i + 1] - a[i]) * 4))
      half <- diff(ends) / 2
      at <- c(outer(nodes$x, half) + rep(ends[-1] - half, each = 40))
      weight <- c(outer(nodes$w, half)) * dnorm(at)
      below <- sapply(b, function(cut) sum(weight * pnorm((cut - rho * at) / sqrt(1 - rho^2))))
      diff(c(0, below[-c(1, length(b))], sum(weight)))
    })
    -sum(cells * log(pmax(t(shares), 1e-300)))
  }
  optimize(loss, c(-0.95, 0.95), tol = 1e-10)$minimum
}
polychoric <- function(x) {
  r <- diag(ncol(x))
  for (i in 2:ncol(x)) for (j in 1:(i - 1)) r[i, j] <- r[j, i] <- polychoric_pair(x[, i], x[, j])
  r
}
# Half the sum of the squared eigenvalues left out, bounded, from squared multiple correlations.
minres <- function(r) {
  left <- function(psi) {
    e <- eigen(r - diag(psi), symmetric = TRUE)
    list(values = e$values[-(1:m)], vectors = e$vectors[, -(1:m)])
  }
  found <- optim(1 / diag(solve(r)),
    function(psi) sum(left(psi)$values^2) / 2,
    function(psi) { e <- left(psi); -drop(e$vectors^2 %*% e$values) },
    method = "L-BFGS-B", lower = 0.005, upper = 1, control = list(factr = 1, pgtol = 0, maxit = 5000))
  e <- eigen(r - diag(found$par), symmetric = TRUE)
  list(loadings = e$vectors[, 1:m] %*% diag(sqrt(e$values[1:m])), psi = found$par)
}
likely <- function(r) {
  found <- factanal(covmat = r, factors = m, rotation = "none",
    control = list(opt = list(factr = 1, maxit = 5000), nstart = 3))
  list(loadings = unclass(found$loadings), psi = found$uniquenesses)
}
best_oblimin <- function(a) {
  set.seed(1)
  runs <- lapply(1:6, function(start) suppressWarnings(GPFoblq(a, method = "quartimin",
    normalize = FALSE, eps = 1e-8, maxit = 3000,
    Tmat = if (start == 1) diag(m) else Random.Start(m))))
  runs[[which.min(sapply(runs, function(run) tail(run$Table[, 2], 1)))]]
}
steep_promax <- function(a) {
  v <- unclass(varimax(a, eps = 1e-16)$loadings)
  u <- lm.fit(v, v * abs(v)^3)$coefficients
  u <- u %*% diag(sqrt(diag(solve(t(u) %*% u))))
  list(loadings = v %*% u, Phi = solve(t(u) %*% u))
}
ordered <- function(rotated) {
  pattern <- unclass(rotated$loadings); phi <- rotated$Phi
  order <- order(-diag(phi %*% crossprod(pattern)))
  signs <- ifelse(colSums(pattern[, order]) < 0, -1, 1)
  list(pattern = pattern[, order] %*% diag(signs), phi = diag(signs) %*% phi[order, order] %*% diag(signs))
}
fit <- function(r, found, n) {
  model <- found$loadings %*% t(found$loadings) + diag(found$psi)
  f <- log(det(model)) - log(det(r)) + sum(diag(r %*% solve(model))) - p
  df <- ((p - m)^2 - p - m) / 2
  chi <- (n - 1 - (2 * p + 5) / 6 - 2 * m / 3) * f
  none <- -log(det(r)) / (p * (p - 1) / 2)
  c(chi = chi, df = df, p = pchisq(chi, df, lower.tail = FALSE),
    rmsr = sqrt(mean((r - model)[lower.tri(r)]^2)),
    rmsea = sqrt(max(0, (chi - df) / (df * (n - 1)))),
    tli = (none - f / df) / (none - 1 / (n - 1 - (2 * p + 5) / 6 - 2 * m / 3)))
}
number <- function(x) paste(trimws(formatC(as.numeric(x), digits = 15, format = "g")), collapse = ", ")
entry <- function(r, found, rotated, n) {
  rotated <- ordered(rotated)
  parts <- list(n = n, smallest = min(eigen(r)$values), pattern = t(rotated$pattern),
    phi = rotated$phi, uniquenesses = found$psi)
  lines <- c(sprintf('"%s": [%s]', names(parts), sapply(parts, number)),
    sprintf('"%s": [%s]', names(fit(r, found, n)), sapply(fit(r, found, n), number)))
  paste0("{", paste(lines, collapse = ",\n  "), "}")
}
r <- pairwise(gap)
p <- 24; m <- 3
found <- minres(r)
first <- entry(r, found, best_oblimin(found$loadings), harmonic(gap))
p <- 12; m <- 2
r <- polychoric(importance)
found <- likely(r)
second <- entry(r, found, steep_promax(found$loadings), harmonic(importance))
cat('{"pairwise": ', first, ',\n"polychoric": ', second, "}\n", sep = "")
