# Whether deeds go with what people say, by R's survey package.
#
# usage: Rscript behaviours.R FOLDER
#
# Reads FOLDER/why.csv (drawn by circumstances.py) and writes FOLDER/behaviours.json: for each design,
# behaviour and outcome the share with the behaviour among those for whom the outcome is unmet and the
# others, their difference (svyglm), Rao and Scott's test (svychisq), and the difference with habits of
# rating as covariates (svyglm): the full cubic in the level of all ratings and the difference of the
# two batteries' levels, spread and extremes. Degrees of freedom are those of the people compared.
suppressMessages({library(survey); library(jsonlite)})
folder <- commandArgs(TRUE)[1]
data <- read.csv(file.path(folder, "why.csv"), colClasses = "character")
for (name in grep("^(imp|sat)_", names(data), value = TRUE)) data[[name]] <- as.numeric(data[[name]])
data$w <- as.numeric(data$w)
data$one <- 1
outcomes <- letters[1:6]
imp <- as.matrix(data[, paste0("imp_", outcomes)])
sat <- as.matrix(data[, paste0("sat_", outcomes)])
all <- cbind(imp, sat)
z <- function(x) (x - mean(x)) / sqrt(mean((x - mean(x))^2))
data$lv <- z(rowMeans(all, na.rm = TRUE))
data$df <- z(rowMeans(imp, na.rm = TRUE) - rowMeans(sat, na.rm = TRUE))
data$spread <- z(apply(all, 1, sd, na.rm = TRUE))
data$ends <- z(rowMeans(all == 1 | all == 5, na.rm = TRUE))
mark <- function(x) ifelse(x == "", NA, as.numeric(x))
data$workaround <- mark(data$wa)
data$barrier <- as.numeric(grepl("Budget", data$bars))
data$again <- as.numeric(mark(data$again) > 0)
data$hand <- as.numeric(data$tool == "By hand")
behaviours <- c("workaround", "barrier", "again", "hand")
habits <- "lv + I(lv^2) + I(lv^3) + df + I(df^2) + I(df^3) + lv:df + I(lv^2 * df) + I(lv * df^2) + spread + ends"

cases <- list()
for (kind in c("simple", "weights", "strata, units")) {
  for (o in seq_along(outcomes)) {
    data$u <- ifelse(is.na(imp[, o]) | is.na(sat[, o]), NA, as.numeric(imp[, o] >= 4 & sat[, o] < 4))
    for (b in behaviours) {
      data$b <- data[[b]]
      design <- switch(kind,
        simple = svydesign(~1, weights = ~one, data = data),
        weights = svydesign(~1, weights = ~w, data = data),
        svydesign(~unit, strata = ~region, weights = ~w, data = data, nest = TRUE))
      known <- !is.na(data$u) & !is.na(data$b)
      part <- subset(design, known)
      n <- sum(known)
      degrees <- if (kind == "strata, units")
        nrow(unique(data[known, c("region", "unit")])) - length(unique(data$region[known])) else n - 1
      plain <- svyglm(b ~ u, part)
      full <- svyglm(as.formula(paste("b ~ u +", habits)), part)
      test <- svychisq(~b + u, part, statistic = "F")
      table <- svytable(~b + u, part)
      estimate <- unname(coef(full)["u"])
      se <- unname(SE(full)["u"])
      own <- degrees * (1 - 11 / (n - 1))
      shares <- table[2, ] / colSums(table)
      every <- svymean(~b, subset(design, !is.na(data$b)))
      ndf <- unname(test$parameter[1])
      cases[[length(cases) + 1]] <- list(
        design = kind, outcome = outcomes[o], behaviour = b, n = n, unmet = sum(data$u[known]),
        share = unname(coef(every)), shareSE = as.numeric(SE(every)),
        others = unname(shares[1]), among = unname(shares[2]),
        plain = unname(coef(plain)["u"]), plainSE = unname(SE(plain)["u"]),
        plainP = unname(pf(test$statistic, ndf, ndf * degrees, lower.tail = FALSE)),
        odds = table[2, 2] * table[1, 1] / (table[2, 1] * table[1, 2]),
        phi = (table[2, 2] * table[1, 1] - table[2, 1] * table[1, 2]) /
          sqrt(prod(rowSums(table)) * prod(colSums(table))),
        adjusted = estimate, adjustedSE = se, p = 2 * pt(-abs(estimate / se), own),
        bound = estimate + qt(.95, own) * se)
    }
  }
}
write(toJSON(list(survey = as.character(packageVersion("survey")), cases = cases),
  auto_unbox = TRUE, digits = NA, pretty = TRUE), file.path(folder, "behaviours.json"))
