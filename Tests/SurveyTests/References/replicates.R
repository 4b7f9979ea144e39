# Opportunity scores from replicate weights, by R's survey package.
#
# usage: Rscript replicates.R FOLDER
#
# Reads FOLDER/responses.csv (of design.py), adds columns of replicate weights - a jackknife of the
# strata (jk_01...), Fay's half samples of twelve pairs (fay_1...) and a bootstrap (boot_1...) - and
# writes FOLDER/replicates.csv, whose printed weights are then read as given. FOLDER/replicates.json
# holds, for each kind, scorer and segment, importance, satisfaction and opportunity with standard
# errors, degrees of freedom and the max2 interval; and tests on tables of two answers.
suppressMessages(library(survey))
folder <- commandArgs(TRUE)[1]
data <- read.csv(file.path(folder, "responses.csv"), colClasses = c(id = "character"))
set.seed(20261121)
data$unit <- paste(data$region, data$store)
# Twelve pairs of halves for balanced half samples, whatever the strata are.
data$pair <- rank(data$id) %% 12
data$half <- (rank(data$id) %/% 12) %% 2
made <- list(
  jk = as.svrepdesign(svydesign(~unit, strata = ~region, weights = ~weight, data = data), type = "JKn"),
  fay = as.svrepdesign(
    svydesign(~half, strata = ~pair, weights = ~weight, data = data, nest = TRUE),
    type = "Fay", fay.rho = 0.3),
  boot = as.svrepdesign(
    svydesign(~unit, strata = ~region, weights = ~weight, data = data),
    type = "subbootstrap", replicates = 40))
scales <- lapply(made, function(d) d$rscales)
out <- data[, setdiff(names(data), c("unit", "pair", "half"))]
for (kind in names(made)) {
  columns <- as.matrix(weights(made[[kind]], type = "analysis"))
  width <- if (kind == "jk") "%s_%02d" else "%s_%d"
  for (r in seq_len(ncol(columns))) out[[sprintf(width, kind, r)]] <- sprintf("%.5f", columns[, r])
}
write.csv(out, file.path(folder, "replicates.csv"), row.names = FALSE, quote = FALSE, na = "", eol = "\n")

data <- read.csv(file.path(folder, "replicates.csv"), colClasses = c(id = "character"))
of <- function(kind) as.matrix(data[, grep(paste0("^", kind, "_"), names(data))])
designs <- list(
  jackknife = svrepdesign(data = data, weights = ~weight, repweights = of("jk"), type = "JKn",
    scale = 1, rscales = scales$jk, combined.weights = TRUE, mse = FALSE),
  fay = svrepdesign(data = data, weights = ~weight, repweights = of("fay"), type = "Fay",
    rho = 0.3, combined.weights = TRUE, mse = FALSE),
  bootstrap = svrepdesign(data = data, weights = ~weight, repweights = of("boot"),
    type = "bootstrap", combined.weights = TRUE, mse = FALSE),
  `successive differences` = svrepdesign(data = data, weights = ~weight, repweights = of("fay"),
    type = "other", scale = 4 / ncol(of("fay")), rscales = rep(1, ncol(of("fay"))),
    combined.weights = TRUE, mse = TRUE))
total <- sum(data$weight)
designs$`fay, raked` <- rake(designs$fay, list(~gender, ~age), list(
  data.frame(gender = c("f", "m"), Freq = total * c(.52, .48)),
  data.frame(age = c("old", "mid", "young"), Freq = total * c(.30, .45, .25))),
  control = list(maxit = 5000, epsilon = 1e-12 * total, verbose = FALSE))

number <- function(x) trimws(formatC(as.numeric(x), digits = 17, format = "g"))
entry <- function(...) {
  values <- list(...)
  paste0("{", paste0('"', names(values), '": ', values, collapse = ", "), "}")
}
quoted <- function(x) paste0('"', x, '"')
scores <- character()
for (name in names(designs)) for (scorer in c("top-box", "mean")) for (segment in c("all", "admin", "auditor", "owner")) for (outcome in sprintf("%02d", 1:4)) {
  d <- designs[[name]]
  importance <- data[[paste0("imp_", outcome)]]; satisfaction <- data[[paste0("sat_", outcome)]]
  scored <- function(v) if (scorer == "mean") 10 * (v - 1) / 4 else 10 * (v >= 4)
  d <- update(d, i = scored(importance), s = scored(satisfaction))
  d <- subset(d, !is.na(i) & !is.na(s) & (segment == "all" | role == segment))
  m <- svymean(~i + s, d); v <- vcov(m); e <- coef(m)
  error <- function(a, b) sqrt(a * a * v[1, 1] + b * b * v[2, 2] + 2 * a * b * v[1, 2])
  df <- degf(d); t <- qt(.975, df); gap <- e[1] - e[2]; upper <- e[1] + gap
  one <- t * error(1, 0); two <- t * error(2, -1)
  scores <- c(scores, entry(
    design = quoted(name), scorer = quoted(scorer), segment = quoted(segment),
    outcome = quoted(outcome), df = df, importance = number(e[1]), importance_se = number(error(1, 0)),
    satisfaction = number(e[2]), satisfaction_se = number(error(0, 1)), gap_se = number(error(1, -1)),
    opportunity = number(max(e[1], upper)),
    opportunity_se = number(if (gap > 0) error(2, -1) else error(1, 0)),
    low = number(max(e[1] - one, upper - two)), high = number(max(e[1] + one, upper + two))))
}
tables <- character()
for (name in names(designs)) {
  d <- designs[[name]]
  test <- svychisq(~role + age, d)
  m <- svyby(~as.numeric(age == "old"), ~role, d, svymean, covmat = TRUE)
  difference <- svycontrast(m, c(1, -1, 0))
  tables <- c(tables, entry(
    design = quoted(name), F = number(test$statistic), df1 = number(test$parameter[1]),
    df2 = number(test$parameter[2]), p = number(test$p.value),
    shares = paste0("[", paste(number(coef(m)), collapse = ", "), "]"),
    errors = paste0("[", paste(number(SE(m)), collapse = ", "), "]"),
    difference_se = number(SE(difference))))
}
made_by <- paste0("replicates.R, R ", getRversion(), ", survey ", packageVersion("survey"))
writeLines(paste0('{"made_by": "', made_by, '",\n"jackknife_scales": [',
  paste(number(scales$jk), collapse = ", "), '],\n"scores": [\n', paste(scores, collapse = ",\n"),
  '\n],\n"tables": [\n', paste(tables, collapse = ",\n"), "\n]}"), file.path(folder, "replicates.json"))
