import Testing

@testable import ReportWriters
@testable import Survey

@Suite("Papers of a tabulation")
struct TabulationPaperTests {
  /// Two segmentations by hand: three roles of which one is hidden, and `count` countries.
  private static func tabulation(countries count: Int = 2) throws -> Tabulation {
    var study = ResultFixture.study
    study.segmentations.append(
      SegmentationPlan(
        name: "country", column: ColumnReference("country", place: ResultFixture.place)))
    let plan = try TabulationPlan(study, items: ["imp_01"])
    var columns = [BannerColumn(segmentation: "all", segment: "all", letter: "")]
    for (place, role) in ["Admin", "Auditor", "Owner"].enumerated() {
      columns.append(
        BannerColumn(
          segmentation: "role", segment: role, letter: BannerColumn.letter(at: place)))
    }
    for place in 0..<count {
      columns.append(
        BannerColumn(
          segmentation: "country", segment: "Country \(place)",
          letter: BannerColumn.letter(at: place)))
    }
    let bases = columns.indices.map { column -> TableBase? in
      column == 2
        ? nil
        : TableBase(
          respondentCount: 12_345, weight: 400.6, effectiveCount: 29.5, missingCount: 7,
          degreesOfFreedom: 30, isCompared: column != 3)
    }
    var top = columns.indices.map { column -> TableCell? in
      column == 2 ? nil : TableCell(value: 0.456, standardError: 0.1, low: 0.3, high: 0.6)
    }
    top[1]?.higherThan = [[3], []]
    if count > 1 { top[4]?.higherThan = [[5], [5]] }
    let mean = top.map { $0.map { TableCell(value: $0.value + 3, standardError: 0.5) } }
    let net = top.map { $0.map { TableCell(value: -$0.value, standardError: 0.5) } }
    let block = TableBlock(
      subject: TableSubject(outcome: 0, part: .importance), item: "imp_01", bases: bases,
      rows: [
        TableRow(statistic: .point(5), label: "=Very", cells: top),
        TableRow(statistic: .top, cells: top),
        TableRow(statistic: .net, cells: net), TableRow(statistic: .mean, cells: mean),
      ],
      tests: [
        TableTest(segmentation: "role", f: 2.5, p: 0.0004, adjusted: 0.0123),
        TableTest(segmentation: "country"),
      ])
    return Tabulation(
      study: study, plan: plan, inputName: "responses.csv", respondentCount: 12_352,
      effectiveCount: 300, columns: columns, blocks: [block])
  }

  @Test("The text shows whole percent, signed nets, letters in both cases, and hides what is small")
  func text() throws {
    let lines = TabulationText.text(try Self.tabulation()).split(separator: "\n").map(String.init)
    func words(_ prefix: String) -> [String] {
      (lines.first { $0.hasPrefix(prefix) } ?? "").split(separator: " ").map(String.init)
    }
    #expect(
      words("base, unweighted").dropFirst(2)
        == ["12,345", "12,345", "*", "12,345", "12,345", "12,345"])
    #expect(words("base, weighted").suffix(2) == ["401", "401"])
    #expect(
      words("top box 4-5").dropFirst(3)
        == ["46", "%", "46", "%", "c", "*", "46", "%", "46", "%", "B", "46", "%"])
    #expect(words("5 =Very").count == 2 + 13)
    #expect(words("net,").dropFirst(4).first == "-46")
    #expect(words("mean").dropFirst().first == "3.5")
    #expect(lines.contains("  role: p <0.001 (0.012)"))
    #expect(lines.contains("  country: no test of the whole table"))
  }

  @Test("Many columns are wrapped into several tables, each with the total")
  func wrapping() throws {
    for count in [2, 5, 30, 60] {
      let text = TabulationText.text(try Self.tabulation(countries: count))
      let lines = text.split(separator: "\n").map(String.init)
      #expect(lines.allSatisfy { $0.count <= 119 })
      let bases = lines.filter { $0.hasPrefix("base, unweighted") }
      let shown = bases.map { $0.split(separator: " ").count - 3 }.reduce(0, +)
      #expect(shown == 3 + count, "\(count) countries")
    }
  }

  @Test("The CSV has a row for each statistic and column, and no size of a small one")
  func csv() throws {
    let bytes = TabulationCSV.bytes(try Self.tabulation())
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    #expect(lines.count == 1 + 4 * 6)
    #expect(lines[0] == TabulationCSV.columns.joined(separator: ","))
    #expect(
      lines[2]
        == "01,importance,imp_01,point 5,'=Very,role,Admin,A,12345,400.6,29.5,7,30,0.456,0.1,0.3,"
        + "0.6,C,,2.5,0.0004,0.0123,")
    #expect(
      lines[3]
        == "01,importance,imp_01,point 5,'=Very,role,Auditor,B,,,,,,,,,,,,2.5,0.0004,0.0123,"
        + "fewer than 10 respondents")
    #expect(lines[4].hasSuffix(",base too small to be compared"))
    #expect(lines[5].contains(",country,Country 0,A,") && lines[5].hasSuffix(",0.6,B,B,,,,"))
    #expect(
      lines.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == 23 })
  }
}
