import Foundation
import Testing

@testable import Survey

@Suite("The wording of statements")
struct StatementLintTests {
  @Test("Good statements pass, bad ones get their codes and a wording", arguments: WordingCase.all)
  func wording(_ known: WordingCase) throws {
    let found = try known.findings()
    #expect(found.map(\.rule.rawValue) == known.codes)
    #expect(found.first?.suggestion == known.suggestion)
    #expect(found.allSatisfy { $0.statement == known.text })
  }

  @Test("The table has 60 statements and more, and every code but those of two statements")
  func table() {
    #expect(WordingCase.all.count >= 60)
    let seen = Set(WordingCase.all.flatMap(\.codes))
    let alone = WordingRule.allCases.filter { $0 != .statementTwice && $0 != .statementSimilar }
    #expect(seen == Set(alone.map(\.rawValue)))
  }

  @Test("A suggested wording no longer breaks the rule that it was made for")
  func suggestions() throws {
    for known in WordingCase.all {
      for finding in try known.findings() {
        guard let text = finding.suggestion, !text.contains(": ") else { continue }
        var other = known
        other.text = text
        let again = try other.findings().map(\.rule)
        #expect(!again.contains(finding.rule), "\(known.text) -> \(text)")
      }
    }
  }

  @Test("The forty statements of the example give two hints on pairs, and nothing else")
  func patching() throws {
    let file = Places.patching.appendingPathComponent("study.yaml")
    let review = StatementLint.review(try StudyReader.read(path: file.path).study)
    #expect(review.isEnglish && review.statementCount == 53)
    // "release notes and known issues", "exceptions and postponed patches".
    #expect(review.findings.map(\.subject) == ["08", "29"])
    #expect(review.findings.allSatisfy { $0.rule == .outcomeTwoObjects })
  }

  @Test("Seventeen published outcomes of listening to music give no problem")
  func netted() throws {
    let name = "samples/odi/shikhirsingh-netted-outcomes.csv"
    guard let file = Places.shared?.appendingPathComponent(name) else { return }
    let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
    let statements = lines.dropFirst().compactMap { $0.split(separator: ",").last.map(String.init) }
    #expect(statements.count == 17)
    for text in statements {
      let found = try WordingCase.outcome(text).findings()
      #expect(found.map(\.rule).filter { $0.strength == .problem } == [], "\(text)")
    }
  }

  @Test("The features of a real survey of parks are no outcomes: each is told so")
  func features() throws {
    guard let file = Places.shared?.appendingPathComponent("data/perth-parks/outcomes.csv") else {
      return
    }
    let text = try String(contentsOf: file, encoding: .utf8)
    let statements = text.split(whereSeparator: \.isNewline).dropFirst().map { line in
      String(line.drop { $0 != "," }.dropFirst()).replacing("\"", with: "")
    }
    for text in statements {
      let found = try WordingCase.outcome(text).findings()
      #expect(found.first?.rule == .outcomeDirection, "\(text)")
      #expect(found.allSatisfy { $0.suggestion == nil }, "\(text)")
      #expect(found.first?.text.hasSuffix("direction + metric + object + clarifier") == true)
    }
  }

  @Test("Parts of the job are asked for one by one where the study gives any")
  func parts() throws {
    let lines = { (job: String) in
      StudyCase.shortest.replacing("job: Keep software patched", with: "job: \(job)")
    }
    let without = try StudyCase.parse(lines("{verb: Keep, object: software}"))
    #expect(StatementLint.review(without).findings.map(\.rule) == [.jobClarifier])
    let whole = try StudyCase.parse(lines("{verb: Keep, object: software, clarifier: patched}"))
    #expect(StatementLint.review(whole).findings.isEmpty)
    let text = try StudyCase.parse(lines("{text: Keep it patched, clarifier: patched}"))
    #expect(StatementLint.review(text).findings.map(\.rule) == [.jobVerb, .jobObject])
    let gerund = try StudyCase.parse(lines("{verb: Keeping, object: it, clarifier: patched}"))
    #expect(StatementLint.review(gerund).findings.map(\.suggestion) == ["verb: Keep"])
  }

  @Test("Statements that stand twice are told at the second, in other words as a hint")
  func twice() throws {
    let lines = [
      "    - 03: minimize the time it takes to learn that a patch is needed.",
      "    - 04: Reduce the likelihood of a patch that breaks services",
      "    - 05: Minimise likelihood that the patch breaks a service",
      "    - 06: Minimize the likelihood that a service breaks a patch",
    ]
    let study = try StudyCase.parse(StudyCase.shortest + lines.joined(separator: "\n"))
    let found = StatementLint.review(study).findings
    #expect(found.map(\.subject) == ["03", "04", "05"])
    #expect(found.map(\.rule) == [.statementTwice, .statementSimilar, .statementSimilar])
    #expect(found[0].text == "says the same as 01 in line 8, under another id")
    #expect(found[0].place.line == 10)
  }

  @Test("Names of the study's solutions, of its lists and of the job are known")
  func names() throws {
    var plan = LintPlan()
    plan.brands = ["Acme", "Teams"]
    plan.solutions = ["ticket system"]
    plan.channels = ["service desk"]
    let codes = { (known: WordingCase) in try known.findings(plan).map(\.rule.rawValue) }
    let lead = "Minimize the time it takes to"
    #expect(try codes(.outcome("\(lead) find an order with Acme's help")) == ["outcome-solution"])
    #expect(try codes(.outcome("\(lead) agree in Teams on a date")) == ["outcome-solution"])
    #expect(try codes(.outcome("\(lead) see what other teams do about it")) == [])
    #expect(try codes(.outcome("\(lead) find a case in ticket systems")) == ["outcome-solution"])
    #expect(try codes(.step("Ask the Service Desk for help")) == ["step-channel"])
    #expect(try codes(.job("Move data into Acme on time")) == ["job-solution"])
    var study = try StudyCase.parse(
      StudyCase.shortest + "solutions: {column: t, provider: [Patch Suite], nothing: [By hand]}\n")
    study.outcomes[0].text = "\(lead) learn by hand that a patch is needed"
    study.outcomes[1].text = "\(lead) find a patch in the patch suite"
    #expect(StatementLint.review(study).findings.map(\.subject) == ["02"])
    study.job.text = "Keep the website of a shop online at night"
    study.outcomes[0].text = "\(lead) learn that the website is slow"
    study.outcomes[1].text = "\(lead) learn that the dashboard is slow"
    study.steps = [JobStep(id: "s", text: "Verify that websites are online")]
    #expect(StatementLint.review(study).findings.map(\.subject) == ["02"])
  }

  @Test("What the study does not want to hear of is counted and left out")
  func ignored() throws {
    let lines = "lint: {ignore: [outcome-object, 02]}\n"
    let text = StudyCase.shortest.replacing(" to learn that a patch is needed", with: "")
      .replacing("that a patch breaks a service", with: "of harm")
    #expect(StatementLint.review(try StudyCase.parse(text)).findings.count == 2)
    let review = StatementLint.review(try StudyCase.parse(text + lines))
    #expect(review.findings.isEmpty && review.ignoredCount == 2)
    let wrong = StudyCase.shortest + "lint: {ignore: [outcome-clarifer]}\n"
    #expect(
      StudyCase.sentences(wrong) == [
        "study.yaml:10:17: `lint.ignore[]` names nothing in this study, found "
          + "\"outcome-clarifer\". Fix: write `outcome-clarifier` if that is meant."
      ])
  }

  @Test("Statements in another language are not judged, but told where they stand twice")
  func foreign() throws {
    var study = try StudyCase.parse(StudyCase.shortest)
    let other: [[String]] = [
      [
        "Software aktuell halten", "Die Zeit verringern, bis eine Lücke bekannt ist",
        "Die Wahrscheinlichkeit verringern, dass ein Dienst ausfällt",
      ],
      [
        "Manter o software atualizado", "Minimize o tempo necessário para saber que falta algo",
        "Minimize a probabilidade de um serviço falhar",
      ],
      [
        "Maintenir les logiciels à jour", "Minimiser le temps nécessaire pour trouver un correctif",
        "Réduire la probabilité de perdre des données",
      ],
      ["保持软件更新", "尽量减少发现补丁所需的时间", "尽量减少服务中断的可能性"],
    ]
    for texts in other {
      study.job.text = texts[0]
      study.outcomes[0].text = texts[1]
      study.outcomes[1].text = texts[2]
      let review = StatementLint.review(study)
      #expect(!review.isEnglish && review.findings.isEmpty, "\(texts[0])")
      study.outcomes[1].text = texts[1]
      #expect(StatementLint.review(study).findings.map(\.rule) == [.statementTwice])
    }
  }

  @Test("What nobody has worded yet is passed over")
  func unworded() throws {
    var study = try StudyCase.parse(StudyCase.shortest)
    study.job.text = Placeholders.job
    for texts in [["Outcome 01", "Outcome 02"], ["Outcome001", "Outcome002"], ["01", "Q2_1"]] {
      study.outcomes[0].text = texts[0]
      study.outcomes[1].text = texts[1]
      let review = StatementLint.review(study)
      #expect(review.findings.isEmpty && review.statementCount == 0)
    }
  }

  @Test("docs/statements.md has every code in its table, and no other")
  func page() throws {
    let file = Places.root.appendingPathComponent("docs/statements.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }
    let codes = rows.map { $0.dropFirst(3).prefix { $0 != "`" } }.map(String.init)
    #expect(codes == WordingRule.allCases.map(\.rawValue))
  }
}
