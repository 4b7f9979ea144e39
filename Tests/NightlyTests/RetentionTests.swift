import Foundation
import Groundwork
import Survey
import Testing

@testable import Nightly

@Suite("Which runs are kept")
struct RetentionTests {
  private func removed(
    _ days: [String], today: String, held: Set<String> = [], _ rules: RetentionRules.Rule...
  ) throws -> [String] {
    Retention.removable(
      days.map { .init(name: $0, day: Day(startOf: $0)) }, rules: RetentionRules(rules),
      today: try #require(Day(startOf: today)), held: held)
  }

  @Test("without rules everything is kept")
  func none() throws { #expect(try removed(["2001-01-01"], today: "2026-11-22").isEmpty) }

  @Test("thirty days are today and the twenty-nine before, over the end of February too")
  func days() throws {
    let rule = RetentionRules.Rule(.all, .days(30))
    #expect(
      try removed(
        ["2024-01-31", "2024-02-01", "2024-02-29", "2024-03-01"], today: "2024-03-01", rule)
        == ["2024-01-31"])
    #expect(
      try removed(["2026-01-30", "2026-01-31", "2026-03-01"], today: "2026-03-01", rule)
        == ["2026-01-30"])
    #expect(
      try removed(["2026-11-21", "2026-11-22"], today: "2026-11-22", .init(.all, .days(1)))
        == ["2026-11-21"])
  }

  @Test("the last run of each week, Monday to Sunday, and of each month and year")
  func buckets() throws {
    // 2026-11-15 is a Sunday, 2026-11-16 a Monday.
    let days = ["2026-11-10", "2026-11-15", "2026-11-16", "2026-11-17"]
    #expect(
      try removed(days, today: "2026-11-22", .init(.weekly, .forever))
        == ["2026-11-10", "2026-11-16"])
    #expect(
      try removed(
        ["2024-02-28", "2024-02-29", "2024-03-31", "2024-04-01", "2025-12-31", "2026-01-01"],
        today: "2026-11-22", .init(.monthly, .forever)) == ["2024-02-28"])
    #expect(
      try removed(
        ["2024-02-28", "2024-12-31", "2025-01-01"], today: "2026-11-22", .init(.yearly, .forever))
        == ["2024-02-28"])
    #expect(
      try removed(
        ["2026-11-22", "2026-11-22-2", "2026-11-22-3"], today: "2026-11-22",
        .init(.daily, .days(7))) == ["2026-11-22", "2026-11-22-2"])
  }

  @Test("a month back from the 31st is the last day of a shorter month")
  func months() throws {
    #expect(
      try removed(
        ["2026-02-28", "2026-03-01", "2026-03-31"], today: "2026-03-31", .init(.all, .months(1)))
        == ["2026-02-28"])
  }

  @Test("a run that one rule keeps is kept, and so is what is held, and what has no day")
  func union() throws {
    #expect(
      try removed(
        ["2026-01-05", "2026-01-06", "2026-11-01", "odd"], today: "2026-11-22",
        held: ["2026-01-05"], .init(.all, .days(30)), .init(.monthly, .forever)
      ).isEmpty)
    #expect(
      try removed(
        ["2026-01-05", "2026-01-06"], today: "2026-11-22", .init(.all, .days(30)),
        .init(.monthly, .forever)) == ["2026-01-05"])
  }

  @Test("whatever the rules: a part of the runs, never what is held, nothing more the next time")
  func invariants() throws {
    let today = try #require(Day(startOf: "2026-03-01"))
    let runs = stride(from: -800, through: 0, by: 3).flatMap { offset in
      (0..<(1 + abs(offset) % 2)).map { copy in
        Retention.DatedRun(
          name: "\(Day(number: today.number + offset))-\(copy)",
          day: Day(number: today.number + offset))
      }
    }
    let periods: [RetentionRules.Period] = [.forever, .days(1), .days(45), .months(1), .months(14)]
    for grain in RetentionRules.Grain.allCases {
      for period in periods {
        let rules = RetentionRules([.init(grain, period), .init(.weekly, .days(20))])
        let held: Set<String> = [runs[7].name]
        let removed = Retention.removable(runs, rules: rules, today: today, held: held)
        #expect(Set(removed).isSubset(of: runs.map(\.name)) && !removed.contains(runs[7].name))
        #expect(removed.allSatisfy { $0 < "2026-03-01" })
        let left = runs.filter { !removed.contains($0.name) }
        #expect(Retention.removable(left, rules: rules, today: today, held: held).isEmpty)
        // A day later at most as much is kept of the same runs.
        let later = Retention.removable(
          runs, rules: rules, today: Day(number: today.number + 1), held: held)
        #expect(Set(removed).isSubset(of: later))
      }
    }
  }

  @Test("runs are removed whole; the latest, linked, marked and locked ones stay")
  func removal() throws {
    let reports = try Reports()
    let names = (10...19).map { "2026-01-\($0)-aaaaaaaa" }
    for name in names { try reports.publish(name, scores: [("01", 9)]) }
    try reports.linkLatest(to: names[2])
    try FileManager.default.createSymbolicLink(
      atPath: reports.study + "/baseline", withDestinationPath: "runs/" + names[3])
    try reports.write("", to: ".keep", in: names[4])
    let descriptor = open(reports.study + "/runs/" + names[5], O_RDONLY | O_DIRECTORY)
    #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    defer { close(descriptor) }
    let rules = RetentionRules([.init(.all, .days(1))])
    let today = try #require(Day(startOf: "2026-11-22"))
    let archive = try #require(RunArchive(directory: reports.study))
    let expected = [0, 1, 6, 7, 8].map { names[$0] }
    #expect(try Retention.removable(in: archive, rules: rules, today: today) == expected)
    let outcome = Retention.apply(rules, in: reports.study, today: today)
    #expect(outcome == Retention.Outcome(removed: expected, problems: []))
    #expect(try reports.runs() == [2, 3, 4, 5, 9].map { names[$0] })
    #expect(Retention.apply(rules, in: reports.study, today: today).removed.isEmpty)
  }

  @Test("the newest run with evidence stays: without it the watch would begin anew")
  func evidence() throws {
    let reports = try Reports()
    let names = (10...13).map { "2026-01-\($0)-aaaaaaaa" }
    for name in names { try reports.publish(name) }
    for name in names.prefix(2) { try reports.write("{}", to: "ledger.json", in: name) }
    let outcome = Retention.apply(
      RetentionRules([.init(.all, .days(1))]), in: reports.study,
      today: try #require(Day(startOf: "2026-11-22")))
    #expect(outcome.removed == [names[0], names[2]])
  }

  @Test("a run stays while its alerts wait for a channel, unless they are not sent any more")
  func waiting() throws {
    let reports = try Reports()
    let names = (0..<40).map { "2026-02-0\(1 + $0 / 10)-\($0 % 10)aaaaaaa" }
    for name in names { try reports.publish(name) }
    for place in [5, 8, 9, 15, 20] {
      let alerts = #"{"study": "Patching", "alerts": [{"id": "a\#(place)"}]}"#
      try reports.write(alerts, to: "alerts.json", in: names[place])
    }
    let channels = [
      DeliveryChannel(.file(path: "a.log")), DeliveryChannel(.file(path: "new.log")),
    ]
    let state = reports.study + "/.state"
    #expect(mkdir(state, 0o700) == 0)
    let list = #"{"version": 1, "channels": {"file a.log": ["a8", "a15"]}}"#
    try Data(list.utf8).write(to: URL(fileURLWithPath: state + "/delivered.json"))
    #expect(
      try WaitingAlerts.runs(in: reports.study, channels: channels) == [names[20]])
    #expect(
      WaitingAlerts.lost(in: reports.study, channels: channels)?
        .hasPrefix("1 alert of \(names[9]) never reached every channel") == true)
    #expect(WaitingAlerts.lost(in: reports.study, channels: []) == nil)
    let rules = RetentionRules([.init(.all, .days(1))])
    let today = try #require(Day(startOf: "2026-11-22"))
    #expect(
      Retention.apply(rules, in: reports.study, today: today, channels: channels).removed.count
        == 38)
    #expect(try reports.runs() == [names[20], names[39]])
    // Where nobody can tell what waits, nothing goes.
    try Data("?".utf8).write(to: URL(fileURLWithPath: state + "/delivered.json"))
    let unknown = Retention.apply(rules, in: reports.study, today: today, channels: channels)
    #expect(unknown.removed.isEmpty && unknown.problems.count == 1)
    #expect(Retention.apply(rules, in: reports.study, today: today).removed == [names[20]])
  }

  @Test("after a jump of more than a year nothing goes but when somebody asks for it")
  func wrongClock() throws {
    let reports = try Reports()
    for day in ["2026-11-20", "2026-11-21", "2036-11-22"] { try reports.publish(day + "-aaaaaaaa") }
    let rules = RetentionRules([.init(.all, .days(1))])
    let today = try #require(Day(startOf: "2036-11-22"))
    let outcome = Retention.apply(rules, in: reports.study, today: today)
    #expect(outcome.removed.isEmpty)
    #expect(outcome.problems.first?.contains("started 3654 days ago, so a clock may be") == true)
    // The clock is right again, and nothing is to go.
    let right = Retention.apply(
      rules, in: reports.study, today: try #require(Day(startOf: "2026-11-21")))
    #expect(right == Retention.Outcome(removed: ["2026-11-20-aaaaaaaa"], problems: []))
    let asked = Retention.apply(rules, in: reports.study, today: today, isAskedFor: true)
    #expect(asked.removed == ["2026-11-21-aaaaaaaa"])
    let runs = ["2025-11-21", "2026-11-22"].map {
      Retention.DatedRun(name: $0, day: Day(startOf: $0))
    }
    #expect(Retention.doubtfulGap(runs, today: try #require(Day(startOf: "2026-11-22"))) == nil)
    #expect(Retention.doubtfulGap(runs, today: try #require(Day(startOf: "2027-11-24"))) == 367)
    #expect(Retention.doubtfulGap([], today: today) == nil)
  }

  @Test("a run that cannot be removed is told and stays whole")
  func failing() throws {
    // Who may do everything cannot be kept from it.
    guard getuid() != 0 else { return }
    let reports = try Reports()
    try reports.publish("2026-01-10-aaaaaaaa")
    try reports.publish("2026-01-11-aaaaaaaa")
    chmod(reports.study + "/runs", 0o500)
    defer { chmod(reports.study + "/runs", 0o700) }
    let outcome = Retention.apply(
      RetentionRules([.init(.all, .days(1))]), in: reports.study,
      today: try #require(Day(startOf: "2026-11-22")))
    #expect(outcome.removed.isEmpty && outcome.problems.count == 1)
  }
}
