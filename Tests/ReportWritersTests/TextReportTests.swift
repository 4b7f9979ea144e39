import Survey
import Testing

@testable import ReportWriters

@Suite("The text report")
struct TextReportTests {
  private let report = TextReport.text(ResultFixture.result)

  /// A text in one line, as if no line had been broken.
  private func flat(_ text: String) -> String {
    text.split(whereSeparator: { $0 == " " || $0 == "\n" }).joined(separator: " ")
  }

  @Test("The questions come in their fixed order")
  func order() {
    let titles = [
      "Patch management 2026", "WHERE PEOPLE ARE UNDERSERVED", "WHO STRUGGLES",
      "WHICH OUTCOMES GO TOGETHER", "ARE THERE SEGMENTS?", "WHAT TO KNOW ABOUT THE DATA",
      "HOW IT WAS DONE", "NOT DONE",
    ]
    let lines = report.split(separator: "\n").map(String.init)
    let places = titles.map { title in lines.firstIndex { $0.hasPrefix(title) } ?? -1 }
    #expect(places == places.sorted())
    #expect(!places.contains(-1))
  }

  @Test("No line is wider than 120 columns or ends in a blank")
  func width() {
    for line in report.split(separator: "\n") {
      #expect(DisplayWidth.of(String(line)) <= 120)
      #expect(line.last != " ")
    }
  }

  @Test("An unclear gap and an overserved outcome are said plainly")
  func remarks() {
    #expect(report.contains("gap unclear"))
    #expect(report.contains("Overserved, with how much more they satisfy than they matter:"))
    #expect(flat(report).contains("04 =Minimize the \"cost\" of a patch, in all 3.5"))
    #expect(report.contains("2 high (12 to 15); 2 of 4 outcomes score under 10."))
    #expect(report.contains("Each of the two from 10 on has its whole interval at or above 10."))
  }

  @Test("Groups are listed where a test finds a difference, small ones are named with the reason")
  func groups() {
    #expect(report.contains("+3.0 (2.0 to 4.0)"))
    #expect(report.contains("16.6, the others 13.6"))
    #expect(!report.contains("-0.6 (2.0 to 4.0)"))
    #expect(report.contains("98 people, 16 % weighted"))
    #expect(flat(report).contains("an interval may exclude 0 without being a finding"))
    #expect(!flat(report).contains("too few people to be shown"))
    #expect(report.contains("  1-2  02"))
    #expect(report.contains("Not scored: role \"Buyer\" (fewer than 10 respondents)."))
    #expect(!report.contains("7 people"))
    #expect(!report.contains("significant"))
  }

  @Test("What was not done is listed with its reason, and the model behind intervals is named")
  func honesty() {
    #expect(report.contains("- success outcomes: the study names none."))
    #expect(report.contains("For opt-in panels all intervals are model-based."))
  }

  @Test("Groups of too few people are said to be missing among the others")
  func partialOthers() {
    var result = ResultFixture.result
    result.comparisons[0].isRestPartial = true
    let text = flat(TextReport.text(result))
    #expect(
      text.contains(
        "too small to be scored (but for role, where these hold too few people to be shown)"))
  }

  @Test("The sentence on opt-in panels is for studies without a design, lonely units are named")
  func design() {
    var result = ResultFixture.result
    result.study.design = SamplingPlan()
    result.design.lonelyUnitCount = 2
    let text = flat(TextReport.text(result))
    #expect(!text.contains("opt-in"))
    #expect(text.contains("2 sampling units that are alone in their strata count by their"))
    #expect(!flat(report).contains("lonely-units"))
  }

  @Test("File names and places stay out, so the report is the same for file and standard input")
  func noPlaces() {
    #expect(!report.contains("responses.csv"))
    var other = ResultFixture.result
    other.input.name = "standard input"
    #expect(TextReport.text(other) == report)
  }

  @Test("Control characters and direction marks of names cannot steer a terminal")
  func escapes() {
    var result = ResultFixture.result
    result.study.name = "Study \u{1b}[31m \u{202e}red"
    result.segments[1].segment = "a\nb"
    let text = TextReport.text(result)
    #expect(text.contains("Study \\u{1b}[31m \\u{202e}red"))
    #expect(text.contains("\"a\\u{a}b\""))
  }

  @Test("A job that nobody has written is not printed as the job")
  func unwrittenJob() {
    var result = ResultFixture.result
    #expect(report.contains("\nJob: Keep server"))
    result.study.job.text = "Get the job done"
    #expect(TextReport.text(result).contains("\nJob: (not written yet)\n"))
  }

  @Test("When no outcome reaches 10, the report does not call anything underserved")
  func nothingUnderserved() {
    var result = ResultFixture.result
    result.segments[0].outcomes = [ResultFixture.score(0, 5, 4.5, rank: 1)]
    let text = TextReport.text(result)
    #expect(text.contains("The only outcome scores under 10"))
    #expect(text.contains("nothing here is underserved"))
  }

  @Test("Without bands the reason stands in their place")
  func withoutBands() {
    var result = ResultFixture.result
    result.study.scoring.scorer = .unfloored
    for index in result.segments[0].outcomes.indices {
      result.segments[0].outcomes[index].band = nil
      result.segments[0].outcomes[index].zone = nil
      result.segments[0].outcomes[index].note = "bands need a 1-10 scale"
    }
    let text = TextReport.text(result)
    #expect(text.contains("No bands: bands need a 1-10 scale."))
    #expect(text.contains("without a floor"))
  }
}
