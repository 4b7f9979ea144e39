import Groundwork
import Testing

@testable import Survey

@Suite("The part `history` of a study file")
struct HistoryKeyTests {
  private func study(_ lines: String) throws -> Study {
    try StudyCase.parse(StudyCase.shortest + lines + "\n")
  }

  @Test("without it, everything is kept")
  func none() throws {
    #expect(try study("").retention.rules.isEmpty)
    #expect(try study("history: {}").retention.rules.isEmpty)
  }

  @Test("each line is a rule, in the order of the grains")
  func rules() throws {
    let rules = try study("history: {keep: {monthly: forever, all: 30 days, weekly: 12 weeks}}")
    #expect(
      rules.retention
        == RetentionRules([
          .init(.all, .days(30)), .init(.weekly, .days(84)), .init(.monthly, .forever),
        ]))
    let others = try study("history: {keep: {daily: 1 month, yearly: 2 years}}")
    #expect(
      others.retention == RetentionRules([.init(.daily, .months(1)), .init(.yearly, .months(24))]))
  }

  @Test(
    "what is no period is refused with what one looks like",
    arguments: ["30", "30days", "0 days", "ten days", "-1 day", "30 hours", "99999 days"])
  func wrong(period: String) throws {
    let error = #expect(throws: StudyError.self) {
      try study("history: {keep: {all: \(period)}}")
    }
    let message = try #require(error?.message.description)
    #expect(message.contains("`history.keep.all`"), "\(message)")
    #expect(message.contains("a period such as 30 days, 12 weeks"), "\(message)")
  }
}
