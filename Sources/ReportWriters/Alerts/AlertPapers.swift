import Survey

/// The papers of a nightly run's watch, where it was done.
enum AlertPapers {
  static let names = ["alerts.csv", "alerts.json", AlertLedger.fileName]

  static func papers(_ result: AnalysisResult) -> [Paper] {
    guard let section = result.alerts.section else { return [] }
    let study = result.study
    return [
      Paper(name: "alerts.csv") { AlertsCSV.bytes(section, study) },
      Paper(name: "alerts.json") { Array(AlertsJSON.value(section, study).document.utf8) },
      Paper(name: AlertLedger.fileName, isPrivate: true) { sink throws(PublicationFailure) in
        try sink(Array(LedgerJSON.value(section.ledger).document.utf8))
      },
    ]
  }
}
