import Groundwork
import Tables

/// Which respondents the run before knew already: told by their ids, or by the digests of their
/// records where there are no ids, so that it is known of a file in another order too.
///
/// An id that means somebody else now, as in an export that numbers its rows anew, counts as
/// known. Where the study names another id column than before, everybody is new.
public struct SeenRespondents: Sendable, Equatable {
  /// Whether each respondent is new, in the order of `Responses` and of `AnalysisResult`'s ids.
  public var isNew: [Bool]
  /// The digest of the input in which the others were seen.
  public var earlierSHA256: String
  /// The records that were accepted of that input.
  public var earlierCount: Int

  /// The number of respondents that are new.
  public var newCount: Int { isNew.count { $0 } }
}

extension SeenRespondents {
  /// Compares a table with the one before; `nil` where people were told apart by ids the one time
  /// and by records the other.
  ///
  /// - Parameters:
  ///   - ids: the ids of all rows.
  ///   - kept: the rows that are respondents; `nil` for all.
  ///   - table: the table, which may have gone on from the one before.
  ///   - earlier: the one before; `nil` where the table has gone on from it.
  ///   - sha256: the digest of the input before.
  ///   - count: the rows before.
  init?(
    _ ids: IdentityColumn, kept: [Int]?, _ table: DecodedTable, earlier: TableSnapshot?,
    sha256: String, count: Int
  ) {
    (earlierSHA256, earlierCount) = (sha256, count)
    if let earlier {
      guard let hashes = earlier.respondentHashes(areDigests: table.recordDigests != nil) else {
        return nil
      }
      let known = HashSet64(hashes[...])
      let rows = kept ?? Array(0..<ids.rowCount)
      isNew = rows.map { !known.contains(ids.hashes[$0]) }
    } else if let kept {
      let known = HashSet64(ids.hashes[..<table.continuedRowCount])
      isNew = kept.map { !known.contains(ids.hashes[$0]) }
    } else {
      // Nobody stands there twice, so that whoever was appended is new.
      isNew = (0..<ids.rowCount).map { $0 >= table.continuedRowCount }
    }
  }
}

extension TableSnapshot {
  /// The hashes of all ids; `nil` where there are none of the kind.
  fileprivate func respondentHashes(areDigests: Bool) -> [UInt64]? {
    guard areDigests == (recordDigests != nil) else { return nil }
    if let recordDigests { return RecordIdentities.column(of: recordDigests).hashes }
    for case .identity(let column) in columns { return column.hashes }
    return nil
  }
}

/// A set of stable hashes, by open addressing: they are as good as random, so their lowest bits
/// are their place.
private struct HashSet64 {
  private var slots: [UInt64]
  private var holdsZero = false

  init(_ hashes: ArraySlice<UInt64>) {
    var slotCount = 16
    while 2 * slotCount < 3 * hashes.count { slotCount *= 2 }
    slots = [UInt64](repeating: 0, count: slotCount)
    for hash in hashes {
      if hash == 0 { holdsZero = true } else { slots[slot(of: hash)] = hash }
    }
  }

  func contains(_ hash: UInt64) -> Bool {
    hash == 0 ? holdsZero : slots[slot(of: hash)] == hash
  }

  /// Where the hash stands, or would stand.
  private func slot(of hash: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0, slots[slot] != hash { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }
}
