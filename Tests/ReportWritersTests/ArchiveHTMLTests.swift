import Survey
import Testing

@testable import ReportWriters

@Suite("The archive page")
struct ArchiveHTMLTests {
  /// Texts that would be markup, attributes or disguise anywhere else.
  private static let hostile = [
    "<script>alert(1)</script>", "\" onload=\"alert(1)", "' onmouseover='x", "</style><b>",
    "</title>", "&lt;", "\u{202e}gpj", "--><!--", "javascript:alert(1)", "a\u{0}b",
  ]

  private func study(_ text: String) -> ArchiveStudy {
    var run = RunRecord(name: text, started: text)
    (run.study, run.isLatest, run.respondentCount, run.alertCount) = (text, true, 600, 2)
    run.files = [text + ".csv", "report.txt", "respondents.csv"]
    run.highest = [
      ScoreReading(outcome: text, text: text, reading: Reading(12, low: 11, high: 13))
    ]
    let point = FigureTrend.Point(run: text, date: text, reading: Reading(1, low: 0, high: 2))
    return ArchiveStudy(
      directory: text, runs: [run],
      status: NightlyStatus(study: text, file: text, status: text, message: text, run: text),
      trends: [FigureTrend(label: text, points: [point, point])], alerts: [text], notes: [text])
  }

  @Test("nothing from a study becomes markup, wherever it stands", arguments: hostile)
  func escaping(text: String) {
    let plain = ArchiveHTML.text(Archive(studies: [study("plain")], nightly: "plain"))
    let page = ArchiveHTML.text(Archive(studies: [study(text)], nightly: text))
    func count(_ page: String, _ mark: Character) -> Int { page.count { $0 == mark } }
    for mark in ["<", ">", "\"", "'"] as [Character] {
      #expect(count(page, mark) == count(plain, mark), "\(mark)")
    }
    #expect(!page.unicodeScalars.contains { $0 == "\u{202e}" || $0 == "\u{0}" })
    #expect(!page.contains("href=\"javascript:"))
  }

  @Test("random texts of marks leave the page's own markup as it is")
  func fuzz() {
    let plain = ArchiveHTML.text(Archive(studies: [study("x")]))
    let own = plain.count { $0 == "<" }
    let marks: [Character] = ["<", ">", "\"", "'", "&", "/", "=", " ", "a", "\u{202d}", ";", "#"]
    var state: UInt64 = 1
    for _ in 0..<200 {
      let text = String(
        (0..<12).map { _ -> Character in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return marks[Int(state >> 33) % marks.count]
        })
      #expect(ArchiveHTML.text(Archive(studies: [study(text)])).count { $0 == "<" } == own)
    }
  }

  @Test("no script, no network, no respondents, and a policy that says so")
  func policy() {
    let page = ArchiveHTML.text(Archive(studies: [study("s")]))
    #expect(page.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none"))
    for word in ["<script", "http://", "https://", "@import", "url(", "respondents.csv"] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
  }

  @Test("links are relative and percent-encoded")
  func links() {
    #expect(HTML.address(["a b", "runs", "ü?.csv"]) == "a%20b/runs/%C3%BC%3F.csv")
    let page = ArchiveHTML.text(Archive(studies: [study("a b")]))
    #expect(page.contains("<a href=\"a%20b/runs/a%20b/a%20b.csv\">a b.csv</a>"))
    #expect(page.contains("<a href=\"a%20b/runs/a%20b/report.txt\">report.txt</a>"))
  }

  @Test("tables have captions and heads, pictures have names")
  func accessible() {
    let page = ArchiveHTML.text(Archive(studies: [study("s")]))
    func count(_ text: String) -> Int { page.ranges(of: text).count }
    #expect(count("<table>") == 2 && count("<caption>") == 2)
    #expect(count("<th scope=\"col\">") + count("<th class=\"number\" scope=\"col\">") == 14)
    #expect(count("<svg ") == count("role=\"img\" aria-label=") && count("<svg ") == 3)
    #expect(count("<svg ") <= count("<title>") - 1)
  }

  @Test("a small page, as it is")
  func golden() {
    var run = RunRecord(name: "2026-11-21-0a1b2c3d", started: "2026-11-21T02:00:00Z")
    (run.study, run.isLatest, run.respondentCount) = ("Patching", true, 1200)
    let page = ArchiveHTML.text(
      Archive(
        studies: [ArchiveStudy(directory: "patching", runs: [run])],
        nightly: "The last nightly ended 2026-11-21T02:10:00Z."))
    let body = page.components("<body>").last ?? ""
    #expect(
      body == """

        <header>
        <h1>Unmet needs: studies and their runs</h1>
        <p>The last nightly ended 2026-11-21T02:10:00Z.</p>
        <nav aria-label="Studies">
        <ul>
        <li><a href="#study-patching">Patching</a>: last run 2026-11-21, 1,200 \
        respondents</li></ul></nav></header>
        <main>
        <section id="study-patching" aria-labelledby="study-patching-title">
        <h2 id="study-patching-title">Patching</h2>
        <p>Last run 2026-11-21, 1,200 respondents.</p>
        <h3>Through 1 run, first to last</h3>
        <ul class="trends">
        <li><svg viewBox="0 0 220.0 56.0" width="220.0" height="56.0" role="img" \
        aria-label="respondents: 1,200 to 1,200">
        <title>respondents: 1,200 to 1,200</title><polyline class="trend" \
        points="110.0,28.0"></polyline><circle class="point" cx="110.0" cy="28.0" r="2.5">
        <title>2026-11-21-0a1b2c3d: 1,200</title></circle></svg><span>respondents: 1,200 to \
        1,200</span></li></ul>
        <p class="soft">Each picture on its own scale; lines at the points are 95 % intervals of \
        the opportunity. Two readings of mostly the same people are no test.</p>
        <h3>Runs</h3><div class="scroll" tabindex="0">
        <table>
        """ + (body.components("<table>").last ?? ""))
    #expect(
      body.contains("<td>2026-11-21 02:00</td><th scope=\"row\">2026-11-21-0a1b2c3d (latest)"))
  }
}

extension String {
  /// The parts around a text.
  fileprivate func components(_ separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}
