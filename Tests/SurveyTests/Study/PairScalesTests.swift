import Tables
import Testing

@testable import Survey

@Suite("Which pairs were rated on another scale")
struct PairScalesTests {
  /// The study drafted from four pairs of columns, each cell made from its row and its pair.
  private func study(_ cell: (_ row: Int, _ pair: Int) -> Int) throws -> (Study, yaml: String) {
    let ids = (1...4).map(String.init)
    var lines = [(ids.map { "imp_\($0)" } + ids.map { "sat_\($0)" }).joined(separator: ",")]
    for row in 0..<120 {
      lines.append((0..<8).map { String(cell(row + $0, $0 % 4)) }.joined(separator: ","))
    }
    let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    let draft = try StudyDraft.detect(
      .bytes(bytes, name: "answers.csv"), responseFile: "answers.csv")
    return (try StudyReader.parse(Array(draft.yaml.utf8), file: "study.yaml"), draft.yaml)
  }

  /// Points 1-5 in all pairs; a tenth of the answers of some pairs lies on a point beside them.
  private func beside(_ point: Int, inPairs places: Range<Int>) throws -> (Study, yaml: String) {
    try study { row, pair in
      places.contains(pair) && row % 10 == 0 ? point : 1 + row * 7 % 5
    }
  }

  @Test("On 0-5 or 1-6 no pair is an older survey's, however rare 0 or 6 is", arguments: [1, 3])
  func unusual(pairCount: Int) throws {
    for (point, low, high) in [(0, 0, 5), (6, 1, 6)] {
      let (study, yaml) = try beside(point, inPairs: 0..<pairCount)
      #expect(study.outcomes.allSatisfy { $0.legacy == nil })
      #expect(study.responses.scale == Scale(low: low, high: high, top: high - 1))
      #expect(yaml.contains("# DECIDE: no answer above \(high) was given; correct the scale if"))
    }
  }

  @Test("The point at the end of a usual scale is enough, reached in one pair of two")
  func reached() throws {
    let (seven, _) = try beside(7, inPairs: 0..<1)
    #expect(seven.outcomes.map { $0.legacy?.high } == [7, nil, nil, nil])
    // The second pair on 1-10 ends at 9; the first shows how far the scale went.
    let (ten, _) = try study { row, pair in
      pair > 1 ? 1 + row * 7 % 5 : 1 + row * 7 % (10 - pair)
    }
    #expect(ten.outcomes.map { $0.legacy?.high } == [nil, nil, 5, 5])
    #expect(ten.responses.scale == Scale(low: 1, high: 10, top: 9))
  }

  @Test("A pair on 0-5 makes no 0-10 of a pair on 1-10")
  func zeroBesideTen() throws {
    let (study, _) = try study { row, pair in
      switch pair {
      case 0: row % 6
      case 1: 1 + row * 7 % 10
      default: 1 + row * 7 % 5
      }
    }
    #expect(study.outcomes.map(\.legacy) == [nil, LegacyScale(low: 1, high: 10), nil, nil])
    #expect(study.responses.scale == Scale(low: 0, high: 5, top: 4))
  }
}
