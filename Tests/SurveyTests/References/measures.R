# Means, medians and ratios of numbers in samples of three designs, by R's survey.
#
# usage: Rscript measures.R FOLDER
#
# Writes FOLDER/measures.csv (180 made-up people) and FOLDER/measures.json: by design and group the
# mean with standard error, degrees of freedom and t interval, the median (definition 2) with
# Woodruff's interval, and the ratio of group B's mean to group A's on the scale of logarithms.
# Needs R 4.0+ and survey 4.1+.
library(survey)
folder <- commandArgs(trailingOnly = TRUE)[1]
i <- 1:180
rows <- data.frame(
  id = sprintf("q%03d", i), tool = ifelse((i * 7) %% 5 < 2, "A", "B"),
  region = c("N", "S")[1 + i %% 2], unit = sprintf("u%02d", (i - 1) %/% 6),
  w = sprintf("%.2f", 0.5 + ((i * 13) %% 17) / 10),
  imp_a = 1 + (i * 3) %% 5, sat_a = 1 + (i * 7) %% 5,
  m_uses = ifelse(i %% 11 == 3, "", sprintf("%d", (i * i) %% 23)),
  m_minutes = ifelse(i %% 13 == 5, "N/A", ifelse(i %% 60 == 7, "often",
    sprintf("%.2f", 5 + ((i * 31) %% 97) / 4 + ifelse((i * 7) %% 5 < 2, 6, 0)))))
write.csv(rows, file.path(folder, "measures.csv"), row.names = FALSE, quote = FALSE)
rows$weight <- as.numeric(rows$w)
for (name in c("uses", "minutes"))
  rows[[name]] <- suppressWarnings(as.numeric(rows[[paste0("m_", name)]]))
rows$cell <- interaction(rows$region, rows$unit)
designs <- list(
  simple = svydesign(~1, data = rows, weights = ~rep(1, 180)),
  weights = svydesign(~1, data = rows, weights = ~weight),
  "strata, units" = svydesign(~cell, strata = ~region, data = rows, weights = ~weight))
options(digits = 17)
number <- function(x) format(unname(x), digits = 17)
one <- function(design, name) {
  own <- design[!is.na(design$variables[[name]]), ]
  formula <- reformulate(name)
  mean <- svymean(formula, own)
  df <- degf(own)
  half <- qt(0.975, df) * as.numeric(SE(mean))
  median <- svyquantile(formula, own, 0.5, qrule = "school", interval.type = "mean", df = df)[[1]]
  sprintf(paste0('{"n": %d, "df": %d, "mean": %s, "se": %s, "low": %s, "high": %s, ',
    '"median": %s, "median_low": %s, "median_high": %s}'),
    nrow(own$variables), df, number(coef(mean)), number(as.numeric(SE(mean))),
    number(coef(mean) - half), number(coef(mean) + half), number(median[1, 1]),
    number(median[1, 2]), number(median[1, 3]))
}
ratio <- function(design, name) {
  own <- design[!is.na(design$variables[[name]]), ]
  means <- svyby(reformulate(name), ~tool, own, svymean, covmat = TRUE)
  log <- svycontrast(means, quote(log(B) - log(A)))
  df <- min(degf(own[own$variables$tool == "A", ]), degf(own[own$variables$tool == "B", ]))
  half <- qt(0.95, df) * as.numeric(SE(log))
  sprintf('{"ratio": %s, "se": %s, "low": %s, "high": %s, "df": %d}', number(exp(coef(log))),
    number(as.numeric(SE(log))), number(exp(coef(log) - half)), number(exp(coef(log) + half)), df)
}
cases <- sapply(names(designs), function(d) {
  design <- designs[[d]]
  parts <- c(list(all = design), lapply(c(A = "A", B = "B"), function(t) subset(design, tool == t)))
  groups <- sapply(names(parts), function(g) sprintf(
    '    "%s": {"uses": %s,\n      "minutes": %s}', g, one(parts[[g]], "uses"),
    one(parts[[g]], "minutes")))
  sprintf('  {"design": "%s", "groups": {\n%s},\n   "ratios": {"uses": %s, "minutes": %s}}', d,
    paste(groups, collapse = ",\n"), ratio(design, "uses"), ratio(design, "minutes"))
})
writeLines(sprintf('{"survey": "%s", "cases": [\n%s\n]}', packageVersion("survey"),
  paste(cases, collapse = ",\n")), file.path(folder, "measures.json"))
