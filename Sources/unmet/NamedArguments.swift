public import ArgumentParser
public import Nightly
public import ReportWriters
public import Survey
public import Tables

// Options of the command take the names that a study file uses; completions know them too.

extension Scorer: ExpressibleByArgument {}

extension ScoreBase: ExpressibleByArgument {}

extension Classifier.Questions: ExpressibleByArgument {}

extension ImprovementMetric: ExpressibleByArgument {}
extension LegacyWaves: ExpressibleByArgument {}

extension TextEncoding: ExpressibleByArgument {}

extension ReportTeam: ExpressibleByArgument {}

extension NightlyLog.Format: ExpressibleByArgument {}
