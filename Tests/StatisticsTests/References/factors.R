# Factor analysis of nine items on five points by psych, GPArotation and base R; writes
# factors.json beside itself. Extractions are polished by Newton's method on their gradients, since
# the packages' optimisers stop at 1e-6 or so; each is held against the package's own answer.
suppressMessages({library(psych); library(GPArotation)})
set.seed(20)
n <- 240
factors <- matrix(rnorm(3 * n), n) %*% chol(matrix(c(1, .4, .2, .4, 1, .3, .2, .3, 1), 3))
loads <- c(.8, .7, .6, .75, .65, -.55, .7, .6, .5)
scores <- sapply(1:9, function(i)
  loads[i] * factors[, (i + 2) %/% 3] + sqrt(1 - loads[i]^2) * rnorm(n))
items <- matrix(findInterval(scores, c(-1.3, -.5, .4, 1.2)) + 1, n)
R <- cor(items); p <- 9; k <- 3

order_columns <- function(L) {
  L <- unclass(L)[, order(-colSums(L^2)), drop = FALSE]
  sweep(L, 2, ifelse(colSums(L) < 0, -1, 1), "*")
}
newton <- function(gradient, x) {
  for (step in 1:50) {
    g <- gradient(x)
    if (max(abs(g)) < 1e-15) break
    H <- sapply(seq_along(x), function(i) {
      h <- replace(numeric(length(x)), i, 1e-5); (gradient(x + h) - gradient(x - h)) / 2e-5 })
    x <- x - solve((H + t(H)) / 2, g)
    if (step > 6 && max(abs(g)) < 1e-13) break
  }
  x
}
least <- function(psi) {
  e <- eigen(R - diag(psi), symmetric = TRUE)
  list(L = e$vectors[, 1:k] %*% diag(sqrt(e$values[1:k])), e = e)
}
minres <- newton(function(psi) { e <- least(psi)$e
  -rowSums(sweep(e$vectors[, -(1:k)]^2, 2, e$values[-(1:k)], "*")) },
  fa(R, k, fm = "minres", rotate = "none")$uniquenesses)
minres_loadings <- order_columns(least(minres)$L)
likely <- function(psi) {
  e <- eigen(R / sqrt(outer(psi, psi)), symmetric = TRUE)
  list(L = sqrt(psi) * e$vectors[, 1:k] %*% diag(sqrt(e$values[1:k] - 1)), e = e)
}
ml <- newton(function(psi) (rowSums(likely(psi)$L^2) + psi - 1) / psi^2,
  factanal(covmat = R, factors = k, n.obs = n, rotation = "none")$uniquenesses)
L <- order_columns(likely(ml)$L)
stopifnot(
  max(abs(abs(minres_loadings) - abs(order_columns(
    fa(R, k, fm = "minres", rotate = "none")$loadings)))) < 1e-3,
  max(abs(ml - factanal(covmat = R, factors = k, n.obs = n)$uniquenesses)) < 1e-4)

rest <- likely(ml)$e$values[-(1:k)]
objective <- sum(rest - log(rest) - 1)
stats <- suppressWarnings(fa.stats(R, L, n.obs = n, alpha = .10))
df <- stats$dof; chi <- (n - 1 - (2 * p + 5) / 6 - 2 * k / 3) * objective
stopifnot(abs(chi - stats$STATISTIC) < 1e-8)
# A larger number of rows, with which the interval ends above 0 on both sides.
many <- 5000; chi_many <- (many - 1 - (2 * p + 5) / 6 - 2 * k / 3) * objective
limit <- function(chi, n, share) {
  f <- function(ncp) pchisq(chi, df, ncp) - share
  if (f(0) <= 0) 0 else sqrt(uniroot(f, c(0, 4 * chi), tol = 1e-12)$root / df / (n - 1))
}
approximation <- function(chi, n) c(
  sqrt(max(0, chi - df) / df / (n - 1)), limit(chi, n, .95), limit(chi, n, .05))

oblique <- function(r) {
  P <- unclass(r$loadings); Phi <- r$Phi
  o <- order(-diag(Phi %*% crossprod(P))); P <- P[, o]; Phi <- Phi[o, o]
  s <- ifelse(colSums(P) < 0, -1, 1)
  list(pattern = sweep(P, 2, s, "*"), phi = Phi * outer(s, s))
}
turned <- lapply(c(plain = FALSE, kaiser = TRUE), function(normalize) {
  r <- GPArotation::oblimin(L, gam = 0, normalize = normalize, eps = 1e-8, maxit = 1000)
  c(oblique(r), list(criterion = min(r$Table[, 2])))
})
covarimin <- GPArotation::oblimin(L, gam = -2, eps = 1e-8, maxit = 1000)
V <- unclass(varimax(L, eps = 1e-16)$loadings)
U <- lm.fit(V, V * abs(V)^3)$coefficients
U <- U %*% diag(sqrt(diag(solve(crossprod(U)))))
promax4 <- oblique(list(loadings = V %*% U, Phi = solve(crossprod(U))))

e <- eigen(R, symmetric = TRUE)
partials <- sapply(0:7, function(m) {
  A <- if (m) e$vectors[, 1:m, drop = FALSE] %*% diag(sqrt(e$values[1:m]), m) else matrix(0, p, 1)
  S <- cov2cor(R - tcrossprod(A)); S <- S[lower.tri(S)]; c(mean(S^2), mean(S^4))
})
stopifnot(max(abs(partials[1, 2:8] - suppressWarnings(
  vss(R, n = 7, n.obs = n, plot = FALSE)$map[1:7]))) < 1e-8)

keys <- c(1, 1, 1, 1, 1, -1, 1, 1, 1)
a <- suppressWarnings(alpha(as.data.frame(items), keys = keys, check.keys = FALSE))
C <- cov(items) * outer(keys, keys); al <- 9 / 8 * (1 - sum(diag(C)) / sum(C))
stopifnot(abs(al - a$total$raw_alpha) < 1e-12)
feldt <- 1 - (1 - al) * qf(c(.975, .025), n - 1, (n - 1) * 8)
adequacy <- KMO(R); sphericity <- cortest.bartlett(R, n)
# One factor of the first five items, two of them keyed alike.
one <- R[1:5, 1:5]
single <- newton(function(psi) { e <- eigen(one - diag(psi), symmetric = TRUE)
  -rowSums(sweep(e$vectors[, -1]^2, 2, e$values[-1], "*")) },
  fa(one, 1, fm = "minres")$uniquenesses)
own <- eigen(one - diag(single), symmetric = TRUE)
g <- abs(own$vectors[, 1]) * sqrt(own$values[1])
omegas <- c(1 - sum(single) / sum(one), sum(g)^2 / (sum(g)^2 + sum(single)))
stopifnot(abs(omegas[1] - suppressWarnings(suppressMessages(
  omega(one, nfactors = 1, plot = FALSE, flip = FALSE)$omega.tot))) < 1e-3)
value <- list(
  rows = as.vector(t(items)), n = n,
  pearson = as.vector(R), spearman = as.vector(cor(items, method = "spearman")),
  kmo = adequacy$MSA, kmo_items = as.numeric(adequacy$MSAi),
  bartlett = c(sphericity$chisq, sphericity$df, sphericity$p.value),
  smc = as.numeric(smc(R)), map = partials[1, ], map_fourth = partials[2, ],
  minres = list(loadings = as.vector(t(minres_loadings)), uniquenesses = as.numeric(minres)),
  ml = list(loadings = as.vector(t(L)), uniquenesses = as.numeric(ml), objective = objective),
  fit = list(chi = chi, df = df, p = pchisq(chi, df, lower.tail = FALSE),
    tli = stats$TLI, rmsea = approximation(chi, n), rmsea_many = approximation(chi_many, many),
    bic = stats$BIC, rms = stats$rms, crms = stats$crms),
  oblimin = list(pattern = as.vector(t(turned$plain$pattern)),
    phi = as.vector(turned$plain$phi), criterion = turned$plain$criterion),
  oblimin_kaiser = list(pattern = as.vector(t(turned$kaiser$pattern)),
    phi = as.vector(turned$kaiser$phi), criterion = turned$kaiser$criterion),
  oblimin_gamma = list(pattern = as.vector(t(oblique(covarimin)$pattern)),
    phi = as.vector(oblique(covarimin)$phi), criterion = min(covarimin$Table[, 2])),
  promax = list(pattern = as.vector(t(promax4$pattern)), phi = as.vector(promax4$phi),
    criterion = 0),
  alpha = list(keys = keys, raw = al, standardized = a$total$std.alpha, mean = a$total$average_r,
    guttman = as.numeric(a$total$`G6(smc)`), rest = a$item.stats$r.drop,
    without = a$alpha.drop$raw_alpha, interval = feldt),
  omega = omegas)

write_json <- function(value) {
  if (is.list(value)) {
    entries <- mapply(
      function(name, entry) paste0('"', name, '": ', write_json(entry)), names(value), value)
    return(paste0("{", paste(entries, collapse = ",\n"), "}"))
  }
  numbers <- formatC(value, digits = 17, format = "g")
  if (length(numbers) == 1) numbers else paste0("[", paste(trimws(numbers), collapse = ", "), "]")
}
place <- sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))
writeLines(write_json(value), file.path(dirname(place), "factors.json"))
