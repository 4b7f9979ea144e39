import Testing

@testable import Survey

@Suite("Items that were asked on a shorter scale than the study's")
struct ScaleCheckTests {
  /// What is found among four columns, each made from the row's number; `strays` are the answers of
  /// the first rows, the same in all columns.
  private func found(
    _ scale: Scale, rowCount: Int = 60, strays: [Int] = [], legacy: LegacyScale? = nil,
    _ columns: ((Int) -> Int)...
  ) throws -> [Finding] {
    var study = SmallSurvey.study()
    study.responses.scale = scale
    study.outcomes[0].legacy = legacy
    let rows = (0..<rowCount).map { row in
      let cells = columns.map { row < strays.count ? strays[row] : $0(row) }
      return "p\(row)," + cells.map(String.init).joined(separator: ",")
    }
    let text = (["id,imp_a,sat_a,imp_b,sat_b"] + rows).joined(separator: "\n") + "\n"
    return try SmallSurvey.load(study, text).findings.filter { $0.kind == "shorter-scale" }
  }

  private static let ten = Scale(low: 1, high: 10, top: 9)

  @Test("Items that end at 5 or 7 are pointed out by their scale, older ones are not")
  func walls() throws {
    func items(rowCount: Int = 60, legacy: LegacyScale? = nil) throws -> [Finding] {
      try found(
        Self.ten, rowCount: rowCount, legacy: legacy, { $0 % 5 + 1 }, { $0 % 7 + 1 },
        { $0 % 3 + 3 }, { $0 % 10 + 1 })
    }
    let all = try items()
    #expect(all.map(\.subject) == ["imp_a, imp_b", "sat_a"])
    #expect(all.map(\.count) == [2, 1])
    #expect(all.allSatisfy { $0.severity == .warning })
    #expect(all[0].text.hasPrefix("no answer above 5 on a scale of 1-10; was it asked on 1-5? "))
    #expect(all[1].text.hasPrefix("no answer above 7 on a scale of 1-10; was it asked on 1-7? "))
    #expect(try items(rowCount: 29).isEmpty)
    #expect(try items(legacy: LegacyScale(low: 1, high: 10)).map(\.subject) == ["imp_b"])
  }

  @Test("On 1-7 a wall at 5 lies below the top cut of 6, not below one of 5")
  func seven() throws {
    func subjects(top: Int) throws -> [String] {
      try found(
        Scale(low: 1, high: 7, top: top), { $0 % 5 + 1 }, { $0 % 7 + 1 }, { $0 % 7 + 1 },
        { $0 % 7 + 1 }
      ).map(\.subject)
    }
    #expect(try subjects(top: 6) == ["imp_a"])
    #expect(try subjects(top: 5).isEmpty)
  }

  @Test("One stray answer in a hundred hides no wall, and more do")
  func strays() throws {
    func text(_ strays: [Int]) throws -> String? {
      try found(
        Self.ten, rowCount: 200, strays: strays, { $0 % 5 + 1 }, { $0 % 10 + 1 },
        { $0 % 10 + 1 }, { $0 % 10 + 1 }
      ).first?.text
    }
    #expect(
      try text([10, 8])?.hasPrefix("no answer but 2 of 200 above 5 on a scale of 1-10; ") == true)
    #expect(try text([10, 8, 6]) == nil)
  }

  @Test("Low answers that fade out, and a column of one answer, are no wall")
  func low() throws {
    // On 5 lie 5 of 60, below one in ten; 6 of 60 are a wall.
    #expect(
      try found(
        Self.ten, { $0 % 12 == 0 ? 5 : $0 % 4 + 1 }, { _ in 5 }, { $0 % 6 + 1 },
        { $0 % 10 == 0 ? 5 : $0 % 4 + 1 }
      ).map(\.subject) == ["sat_b"])
  }

  @Test("On 0-10 an item without 0 was asked on 1-5, one with 0 on 0-5")
  func zeros() throws {
    let all = try found(
      Scale(low: 0, high: 10, top: 9), { $0 % 5 + 1 }, { $0 % 6 }, { $0 % 11 }, { $0 % 5 + 1 })
    #expect(all.map(\.subject) == ["imp_a, sat_b", "sat_a"])
    #expect(all.first?.text.contains("was it asked on 1-5?") == true)
    #expect(all.last?.text.contains("was it asked on 0-5?") == true)
  }
}
