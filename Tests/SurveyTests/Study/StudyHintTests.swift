import Testing

@testable import Survey

@Suite("Advice on numbers, shares, methods and braces")
struct StudyHintTests {
  /// The fixes of the sentences about the shortest study with lines added.
  private func fixes(_ lines: String) -> [String] {
    StudyCase.sentences(StudyCase.shortest + lines + "\n").map { sentence in
      sentence.firstRange(of: " Fix: ").map { String(sentence[$0.upperBound...]) } ?? sentence
    }
  }

  private func rake(_ targets: String...) -> String {
    "rake:\n  margins:\n"
      + targets.enumerated().map { "    - {column: c\($0), targets: {\($1)}}\n" }.joined()
  }

  @Test("A number may begin with its point, everywhere")
  func barePoint() throws {
    let text =
      "weight: w\ndesign: {replicates: {columns: 'r_{1-2}', method: brr, fay: .3, scale: .25,"
      + " scales: [.5, .25]}}\n" + rake("f: .51, m: 0.49", "a: .5 %, b: 99.5%")
    let study = try StudyCase.parse(StudyCase.shortest + text)
    #expect(study.design?.replicates?.scales == [0.5, 0.25])
    #expect(study.design?.replicates?.scale == 0.25 && study.design?.replicates?.fay == 0.3)
    #expect(study.raking?.margins[0].targets.map(\.share) == [0.51, 0.49])
    #expect(study.raking?.margins[1].targets.map(\.share) == [0.005, 0.995])
    for text in [".", "5.", "..5", ".5.", "-.5", "+.5", ".e1"] {
      #expect(StudyText.number(text) == nil, "\(text)")
    }
  }

  @Test("A wrong number in a list is told once, without a complaint about the count")
  func wrongScales() {
    let text =
      "weight: w\ndesign: {replicates: {columns: 'r_{1-2}', method: brr, scales: [x, \"0,5\"]}}"
    #expect(fixes(text) == ["write it as in `- 0.5`.", "write `0.5` if that is meant."])
  }

  @Test(
    "A share in another spelling is answered with the right one",
    arguments: [
      ("51", "51 %"), ("'51,5 %'", "51.5 %"), ("'0,51'", "0.51"), ("\"51,5\"", "51.5 %"),
      ("100", "100 %"),
    ])
  func shares(text: String, meant: String) {
    #expect(fixes(rake("f: \(text), m: 49 %")) == ["write `\(meant)` if that is meant."])
  }

  @Test("The mistakes of all margins are told at once: spelling and sum")
  func allMargins() {
    let text = rake("f: 50 %, m: 49 %", "a: 51, b: 49 %", "x: 60 %, y: 60 %")
    let whole = "correct the shares; every answer needs one."
    #expect(fixes(text) == [whole, "write `51 %` if that is meant.", whole])
    #expect(fixes(rake("f: many, m: 49 %")) == ["write it as in `f: 51 %`."])
  }

  @Test("Rounded targets are scaled to a whole")
  func roundedTargets() throws {
    let study = try StudyCase.parse(
      StudyCase.shortest + rake("a: 33.3 %, b: 33.3 %, c: 33.3 %"))
    let shares = study.raking?.margins[0].targets.map(\.share) ?? []
    #expect(shares.count == 3 && shares.allSatisfy { abs($0 - 1 / 3.0) < 1e-12 })
  }

  @Test(
    "A method as another program names it is answered with ours",
    arguments: [
      ("JK1", "write `jackknife`."),
      ("JKn", "write `jackknife`, with (n - 1) / n of each replicate's stratum in `scales`."),
      ("Fay", "write `brr`, with Fay's factor as in `fay: 0.5`."), ("BRR", "write `brr`."),
      ("sdr", "write `successive-differences`."), ("rao-wu", "write `bootstrap`."),
      ("subbootstrap", "write `bootstrap`."), ("bootstrp", "write `bootstrap`."),
      ("sampled", "write brr, jackknife, bootstrap or successive-differences."),
    ])
  func methods(name: String, fix: String) {
    let text = "weight: w\ndesign: {replicates: {columns: 'r_{1-2}', method: \(name)}}"
    #expect(fixes(text) == [fix])
  }

  @Test(
    "A name with braces inside { } or [ ] wants quotes",
    arguments: [
      ("design: {replicates: {columns: rep_{1-16}, method: brr}}", "rep_{1-16}"),
      ("design:\n  replicates: {columns: w{01-16}x, method: brr}", "w{01-16}x"),
      ("x: {importance: \"imp_{id}\", satisfaction: sat_{id}}", "sat_{id}"),
    ])
  func braces(text: String, name: String) {
    #expect(fixes("weight: w\n" + text) == ["put \"\(name)\" in quotes."])
  }

  @Test("Other mistakes inside braces keep their advice")
  func otherBraces() {
    #expect(fixes("design: {strata: \"a_{id}\" units: b}") == ["check commas and the closing }."])
  }
}
