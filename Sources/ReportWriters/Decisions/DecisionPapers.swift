import Survey

/// The papers for whoever has to decide, as far as their sections are done.
enum DecisionPapers {
  static let names = ["portfolio.csv", "whatif.csv", "proposals.csv", "growth.csv", "stories.csv"]

  static func papers(_ result: AnalysisResult) -> [Paper] {
    let (decisions, study) = (result.decisions, result.study)
    var papers: [Paper] = []
    if let portfolio = decisions.portfolio.section {
      papers.append(Paper(name: "portfolio.csv") { PortfolioCSV.bytes(portfolio, study) })
    }
    if let whatIf = decisions.whatIf.section {
      papers.append(Paper(name: "whatif.csv") { WhatIfCSV.bytes(whatIf, study) })
    }
    if let proposals = decisions.proposals.section {
      papers.append(Paper(name: "proposals.csv") { ProposalsCSV.bytes(proposals, study) })
    }
    if let growth = decisions.growth.section {
      papers.append(Paper(name: "growth.csv") { GrowthCSV.bytes(growth) })
    }
    if let stories = decisions.stories.section {
      papers.append(Paper(name: "stories.csv") { StoriesCSV.bytes(stories, study) })
    }
    return papers
  }
}
