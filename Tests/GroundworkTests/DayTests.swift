import Testing

@testable import Groundwork

@Suite("Days of the calendar, in universal time")
struct DayTests {
  @Test("every day of four centuries comes back from its parts and its text")
  func roundTrip() {
    for number in -10_000..<146_097 {
      let day = Day(number: number)
      let parts = day.parts
      #expect(Day(year: parts.year, month: parts.month, day: parts.day) == day)
      if number % 97 == 0 { #expect(Day(startOf: day.description) == day) }
    }
  }

  @Test("days that people know by their numbers")
  func known() {
    #expect(Day(number: 0).description == "1970-01-01")
    #expect(Day(startOf: "2000-02-29")?.number == 11_016)
    #expect(Day(startOf: "2026-11-22T02:53:57Z")?.description == "2026-11-22")
    #expect(Day(secondsSince1970: -1).description == "1969-12-31")
    #expect(Day(secondsSince1970: 86_399).number == 0)
  }

  @Test(
    "what no calendar has is no day",
    arguments: ["2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "20261122", "2026-1-1", ""])
  func none(text: String) { #expect(Day(startOf: text) == nil) }

  @Test("weeks begin on Monday")
  func weeks() throws {
    let monday = try #require(Day(startOf: "2026-11-16"))
    for offset in 0..<7 { #expect(Day(number: monday.number + offset).week == monday.week) }
    #expect(Day(number: monday.number - 1).week == monday.week - 1)
    #expect(Day(number: monday.number + 7).week == monday.week + 1)
  }

  @Test(
    "months before: of a month that is too short, its last day",
    arguments: [
      ("2026-03-31", 1, "2026-02-28"), ("2024-03-31", 1, "2024-02-29"),
      ("2026-01-15", 1, "2025-12-15"), ("2024-02-29", 12, "2023-02-28"),
      ("2026-05-31", 6, "2025-11-30"),
    ])
  func earlier(text: String, months: Int, expected: String) throws {
    #expect(try #require(Day(startOf: text)).earlier(months: months).description == expected)
  }
}
