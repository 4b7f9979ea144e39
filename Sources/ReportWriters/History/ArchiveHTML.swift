import Groundwork
import Survey

/// `index.html`: the state of all studies of a folder and the runs behind it, one page that works
/// without a network, a script or anything beside it.
public enum ArchiveHTML {
  /// The page's text.
  public static func text(_ archive: Archive) -> String {
    HTML.page(
      .tag(
        "html", [.init("lang", "en")],
        [
          head,
          .tag(
            "body", [],
            [
              .tag(
                "header", [],
                [.leaf("h1", "Unmet needs: studies and their runs")] + summary(archive)
              ),
              .tag("main", [], archive.studies.map(section)),
            ]),
        ]))
  }

  // MARK: - The head

  private static let policy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

  private static let head = HTML.tag(
    "head", [],
    [
      .tag("meta", [.init("charset", "utf-8")], []),
      .tag(
        "meta", [.init("http-equiv", "Content-Security-Policy"), .init("content", policy)], []),
      .tag("meta", [.init("name", "referrer"), .init("content", "no-referrer")], []),
      .tag(
        "meta",
        [.init("name", "viewport"), .init("content", "width=device-width, initial-scale=1")], []),
      .leaf("title", "Unmet needs: studies and their runs"), .style(ArchiveStyle.sheet),
    ])

  private static func summary(_ archive: Archive) -> [HTML] {
    var pieces: [HTML] = []
    if !archive.nightly.isEmpty { pieces.append(.leaf("p", archive.nightly)) }
    if !archive.others.isEmpty {
      pieces.append(.leaf("p", "Studies of the last nightly without a run:"))
      pieces.append(.tag("ul", [], archive.others.map { .leaf("li", words($0)) }))
    }
    guard !archive.studies.isEmpty else {
      return pieces + [.leaf("p", "No study has a run yet.")]
    }
    let links = archive.studies.map { study in
      HTML.tag(
        "li", [],
        [
          .leaf("a", [.init("href", "#" + HTML.address([anchor(study)]))], title(study)),
          .text(": " + state(study)),
        ])
    }
    return pieces + [.tag("nav", [.init("aria-label", "Studies")], [.tag("ul", [], links)])]
  }

  private static func words(_ status: NightlyStatus) -> String {
    let name = status.study.isEmpty ? status.file : status.study
    return status.message.isEmpty
      ? "\(name): \(status.status)" : "\(name): \(status.status), \(status.message)"
  }

  // MARK: - A study

  private static func anchor(_ study: ArchiveStudy) -> String {
    (["study"] + study.place.filter { $0 != ".." }).joined(separator: "-")
  }

  private static func title(_ study: ArchiveStudy) -> String {
    study.runs.last?.study ?? study.directory
  }

  private static func state(_ study: ArchiveStudy) -> String {
    guard let run = study.runs.last else { return "no run that can be read" }
    var words = "last run \(run.date)"
    if let count = run.respondentCount {
      words += ", \(NumberText.counted(count, "respondent"))"
    }
    if let count = run.alertCount { words += ", \(NumberText.counted(count, "alert"))" }
    if let status = study.status { words += "; last nightly: \(status.status)" }
    return words
  }

  private static func section(_ study: ArchiveStudy) -> HTML {
    let heading = anchor(study) + "-title"
    var pieces: [HTML] = [
      .leaf("h2", [.init("id", heading)], title(study)),
      .leaf("p", Naming.capitalized(state(study)) + "."),
    ]
    if let status = study.status, !status.message.isEmpty {
      pieces.append(.leaf("p", "Last nightly: \(status.message)"))
    }
    pieces += study.notes.map { .leaf("p", class: "soft", $0) }
    pieces += alerts(study) + highest(study) + trends(study) + runs(study)
    return .tag(
      "section", [.init("id", anchor(study)), .init("aria-labelledby", heading)], pieces)
  }

  private static func alerts(_ study: ArchiveStudy) -> [HTML] {
    guard let run = study.runs.last, let count = run.alertCount, count > 0 else { return [] }
    var pieces: [HTML] = [.leaf("h3", "Alerts of the last run")]
    if !study.alerts.isEmpty {
      pieces.append(.tag("ul", [], study.alerts.map { .leaf("li", $0) }))
    }
    if count > study.alerts.count {
      pieces.append(.leaf("p", "\(NumberText.counted(count, "alert")) in all."))
    }
    return pieces
  }

  private static func highest(_ study: ArchiveStudy) -> [HTML] {
    guard let run = study.runs.last, !run.highest.isEmpty else { return [] }
    let ends = run.highest.map { $0.reading.high ?? $0.reading.value }
    let end = max(20, ends.max() ?? 20)
    let rows = run.highest.map { score in
      HTML.tag(
        "tr", [],
        [
          .leaf("th", [.init("scope", "row")], score.outcome), .leaf("td", score.text),
          .leaf("td", class: "number", HistoryText.figure(score.reading)),
          .tag(
            "td", [],
            [
              TrendSVG.interval(
                score.reading, end: end,
                title: "\(score.outcome): \(HistoryText.figure(score.reading)) of 0 to "
                  + NumberText.decimal(end, 0))
            ]),
        ])
    }
    return [
      .leaf("h3", "Highest opportunities of everybody"),
      table(
        "Opportunity with its 95 % interval, last run",
        ["outcome", "wording", "opportunity", "picture"], numbers: ["opportunity"], rows),
    ]
  }

  private static func trends(_ study: ArchiveStudy) -> [HTML] {
    let people = FigureTrend(
      label: "respondents",
      points: study.runs.map { run in
        .init(
          run: run.name, date: run.date,
          reading: run.respondentCount.map { Reading(Double($0)) })
      })
    let trends = [people] + study.trends
    let figures = trends.enumerated().compactMap { place, trend -> HTML? in
      guard let first = trend.readings.first, let last = trend.readings.last else { return nil }
      let isCount = place == 0
      let ends = [first, last].map { TrendSVG.figure(Reading($0.value), isCount: isCount) }
      let words = "\(trend.label): \(ends[0]) to \(ends[1])"
      return .tag(
        "li", [], [TrendSVG.trend(trend, isCount: isCount, title: words), .leaf("span", words)])
    }
    guard !figures.isEmpty else { return [] }
    let count = NumberText.counted(study.runs.count, "run")
    return [
      .leaf("h3", "Through \(count), first to last"), .tag("ul", class: "trends", [], figures),
      .leaf(
        "p", class: "soft",
        "Each picture on its own scale; lines at the points are 95 % intervals of the opportunity. "
          + "Two readings of mostly the same people are no test."),
    ]
  }

  // MARK: - Its runs

  private static func runs(_ study: ArchiveStudy) -> [HTML] {
    let rows = study.runs.reversed().map { run in row(run, of: study) }
    guard !rows.isEmpty else { return [] }
    return [
      .leaf("h3", "Runs"),
      table(
        "The newest first",
        [
          "started", "run", "respondents", "effective", "findings", "clusters",
          "highest opportunity", "alerts", "report", "files",
        ], numbers: ["respondents", "effective", "findings", "clusters", "alerts"], rows),
    ]
  }

  private static func row(_ run: RunRecord, of study: ArchiveStudy) -> HTML {
    func number(_ value: Int?) -> HTML {
      .leaf("td", class: "number", value.map(NumberText.count) ?? "-")
    }
    let base = study.place + ["runs", run.name]
    let report = run.files.contains("report.txt")
    return .tag(
      "tr", [],
      [
        .leaf("td", started(run)),
        .leaf("th", [.init("scope", "row")], run.isLatest ? "\(run.name) (latest)" : run.name),
        number(run.respondentCount),
        .leaf("td", class: "number", run.effectiveCount.map { NumberText.decimal($0, 0) } ?? "-"),
        number(run.findingCount), number(run.clusterCount),
        .leaf("td", HistoryText.top(run.highest.first)), number(run.alertCount),
        .tag("td", [], report ? [link("report.txt", base)] : [.text("-")]),
        .tag("td", [], files(run, base)),
      ])
  }

  /// `2026-11-20 23:57`.
  private static func started(_ run: RunRecord) -> String {
    let parts = run.started.split(separator: "T")
    return parts.count == 2 ? "\(parts[0]) \(parts[1].prefix(5))" : run.started
  }

  private static func files(_ run: RunRecord, _ base: [String]) -> [HTML] {
    let tables = run.files.filter { $0.hasSuffix(".csv") && !RunPapers.privateNames.contains($0) }
    guard !tables.isEmpty else { return [.text("-")] }
    return [
      .tag(
        "details", [],
        [
          .leaf("summary", NumberText.counted(tables.count, "table")),
          .tag("ul", class: "files", [], tables.map { .tag("li", [], [link($0, base)]) }),
        ])
    ]
  }

  private static func link(_ name: String, _ base: [String]) -> HTML {
    .leaf("a", [.init("href", HTML.address(base + [name]))], name)
  }

  private static func table(
    _ caption: String, _ head: [String], numbers: Set<String>, _ rows: [HTML]
  ) -> HTML {
    let cells = head.map { name in
      HTML.leaf("th", class: numbers.contains(name) ? "number" : nil, [.init("scope", "col")], name)
    }
    return .tag(
      "div", class: "scroll", [.init("tabindex", "0")],
      [
        .tag(
          "table", [],
          [
            .leaf("caption", caption), .tag("thead", [], [.tag("tr", [], cells)]),
            .tag("tbody", [], rows),
          ])
      ])
  }
}
