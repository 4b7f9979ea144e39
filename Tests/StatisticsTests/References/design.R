# Ranks, quantiles, variances, Wald's tests of tables and regressions in a stratified sample of
# clusters, by R's package survey; writes design.json beside itself. Ranks: of numbers without ties,
# or with ties of equal weights, since survey gives other tied rows ranks that hang on the order of
# the rows.
suppressMessages(library(survey))
i <- 0:59
rows <- data.frame(
  stratum = i %/% 20, unit = i %/% 4, weight = 1 + (i * i) %% 5, distinct = (i * 37) %% 61,
  tied = (i * i * 13) %% 7, two = (i * 5) %% 7 %% 2, three = (i * 11) %% 13 %% 3)
rows$one <- 1
design <- function(weight) svydesign(
  ids = ~unit, strata = ~stratum, weights = reformulate(weight), data = rows)
weighted <- design("weight")
even <- design("one")

rank_test <- function(design, values, groups, test) {
  found <- svyranktest(reformulate(groups, values), design, test = test)
  # With more than two groups survey names the chi-square a parameter.
  wald <- if (groups == "two") found$statistic^2 else found$parameter
  means <- sapply(sort(unique(rows[[groups]])), function(g) {
    inside <- rows[[groups]] == g
    weights <- weights(design)
    order <- order(rows[[values]])
    ranks <- numeric(60)
    ranks[order] <- ave(
      cumsum(weights[order]) - weights[order] / 2, factor(rows[[values]][order]))
    scores <- ranks / sum(weights)
    if (test == "vanderWaerden") scores <- qnorm(scores)
    sum((weights * scores)[inside]) / sum(weights[inside])
  })
  list(means = means, wald = as.numeric(wald), p = as.numeric(found$p.value))
}
quantiles <- function(values, design, rule) {
  shares <- c(0.02, 0.1, 0.25, 0.5, 0.9, 0.99)
  found <- svyquantile(reformulate(values), design, shares, qrule = rule)[[1]]
  list(shares = shares, values = found[, 1], low = found[, 2], high = found[, 3])
}
# Shares whose intervals lie inside 0 and 1.
places <- function(values, rule) {
  shares <- c(0.25, 0.5, 0.7)
  found <- svyquantile(reformulate(values), weighted, shares, qrule = rule)[[1]]
  list(shares = shares, values = found[, 1], low = found[, 2], high = found[, 3])
}
rules <- c("hf4", "hf5", "hf6", "hf7", "hf8", "hf9")
wald <- function(groups) {
  formula <- reformulate(c("tied", groups))
  tests <- lapply(c("Wald", "adjWald"), function(s) svychisq(formula, weighted, statistic = s))
  list(f = as.numeric(tests[[1]]$statistic), p = as.numeric(tests[[1]]$p.value),
    adjusted = as.numeric(tests[[2]]$statistic), adjusted_p = as.numeric(tests[[2]]$p.value))
}
regression <- function(design) {
  fit <- svyglm(distinct ~ tied + gap + far, design)
  list(coefficients = unname(coef(fit)), covariance = as.numeric(vcov(fit)),
    degrees = fit$df.residual)
}
rows$gap <- ifelse(i %% 9 == 4, NA, (i * 7) %% 10)
rows$far <- 100 + (i * 17) %% 23
weighted <- design("weight")
halved <- subset(weighted, two == 1)
jackknife <- as.svrepdesign(weighted, type = "JKn")
spread <- svyvar(~distinct + tied, weighted)
value <- list(
  rows = as.list(rows[c("stratum", "unit", "weight", "distinct", "tied", "two", "three")]),
  ranks = list(
    two = rank_test(weighted, "distinct", "two", "wilcoxon"),
    three = rank_test(weighted, "distinct", "three", "KruskalWallis"),
    tiedTwo = rank_test(even, "tied", "two", "wilcoxon"),
    tiedThree = rank_test(even, "tied", "three", "KruskalWallis"),
    normalThree = rank_test(weighted, "distinct", "three", "vanderWaerden")),
  # Of 60 even rows many shares are reached exactly, where the rules differ.
  quantiles = list(
    lowest = quantiles("distinct", even, "math"), halfway = quantiles("distinct", even, "school"),
    tied = quantiles("tied", weighted, "school")),
  places = lapply(setNames(rules, rules), function(r) places("distinct", r)),
  tiedPlaces = lapply(setNames(rules, rules), function(r) places("tied", r)),
  walds = list(two = wald("two")),
  regressions = list(
    whole = regression(weighted), domain = regression(halved), jackknife = regression(jackknife)),
  covariances = as.numeric(coef(spread)), errors = as.numeric(SE(spread)))

write_json <- function(value) {
  if (is.list(value)) {
    entries <- mapply(
      function(name, entry) paste0('"', name, '": ', write_json(entry)), names(value), value)
    return(paste0("{", paste(entries, collapse = ", "), "}"))
  }
  numbers <- ifelse(is.nan(value), "null", formatC(value, digits = 17, format = "g"))
  if (length(numbers) == 1) numbers else paste0("[", paste(trimws(numbers), collapse = ", "), "]")
}
place <- sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))
writeLines(write_json(value), file.path(dirname(place), "design.json"))
