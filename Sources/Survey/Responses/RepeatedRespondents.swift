import Groundwork
import Tables

/// Finds the rows that carry an id which an earlier row carries too.
struct RepeatedRespondents {
  /// Rows beyond the first of each repeated id.
  private(set) var count = 0
  /// Two rows with the same id: the ones that stand first in the file.
  private(set) var firstPair: [Int] = []
  private let rowCount: Int
  /// Rows of each repeated id, in file order.
  private var groups: [[Int]] = []

  /// - Complexity: O(n log n), comparing ids only where their hashes are equal.
  init(_ ids: IdentityColumn) {
    rowCount = ids.rowCount
    let hashes = ids.hashes
    let order = hashes.indices.sorted {
      hashes[$0] == hashes[$1] ? $0 < $1 : hashes[$0] < hashes[$1]
    }
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, hashes[order[end]] == hashes[order[start]] { end += 1 }
      if end - start > 1 { addGroups(Array(order[start..<end]), ids) }
      start = end
    }
    firstPair = groups.min { $0[1] < $1[1] }.map { Array($0.prefix(2)) } ?? []
  }

  /// The rows that remain under a policy, in file order.
  func rows(keeping policy: ResponseFile.Duplicates) -> [Int] {
    var isDropped = [Bool](repeating: false, count: rowCount)
    for group in groups {
      for row in policy == .last ? group.dropLast() : group.dropFirst() { isDropped[row] = true }
    }
    return (0..<rowCount).filter { !isDropped[$0] }
  }

  /// Rows of one hash value, which different ids may share: sorted, equal ids are neighbours.
  private mutating func addGroups(_ rows: [Int], _ ids: IdentityColumn) {
    let sorted = rows.sorted { left, right in
      let (a, b) = (ids.bytes(of: left), ids.bytes(of: right))
      return a.elementsEqual(b) ? left < right : a.lexicographicallyPrecedes(b)
    }
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count,
        ids.bytes(of: sorted[end]).elementsEqual(ids.bytes(of: sorted[start]))
      {
        end += 1
      }
      if end - start > 1 {
        groups.append(Array(sorted[start..<end]))
        count += end - start - 1
      }
      start = end
    }
  }
}

/// Ids for surveys without an id column.
enum RecordIdentities {
  /// `digest-occurrence` for each record: equal records get the occurrence numbers 1, 2, ... so
  /// that the set of ids does not depend on the order of the rows.
  static func column(of digests: [RecordDigest]) -> IdentityColumn {
    var occurrences: [RecordDigest: Int] = [:]
    var column = IdentityColumn()
    for digest in digests {
      let number = occurrences[digest, default: 0] + 1
      occurrences[digest] = number
      column.append(Array("\(hexText(digest.high))\(hexText(digest.low))-\(number)".utf8))
    }
    return column
  }

  private static func hexText(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension IdentityColumn {
  /// Adds one id.
  fileprivate mutating func append(_ id: [UInt8]) {
    bytes += id
    ends.append(bytes.count)
    hashes.append(StableHash.hash(id))
  }

  /// The ids of some rows, in the order asked for.
  func selecting(_ rows: [Int]) -> IdentityColumn {
    var column = IdentityColumn()
    for row in rows { column.append(Array(bytes(of: row))) }
    return column
  }
}
