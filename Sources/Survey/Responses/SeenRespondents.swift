import Groundwork
import Tables

/// Which respondents the runs before knew already: told by their ids, or by the digests of their
/// records where there are no ids, so that it is known of a file in another order too.
///
/// An id that means somebody else now, as in an export that numbers its rows anew, counts as
/// known, and so does who was missing in one input and comes back in a later one. Where the study
/// names another id column than before, everybody is new.
public struct SeenRespondents: Sendable, Equatable {
  /// Whether each respondent is new, in the order of `Responses` and of `AnalysisResult`'s ids.
  public var isNew: [Bool]
  /// The digest of the input in which the others were seen.
  public var earlierSHA256: String
  /// The records that were accepted of that input.
  public var earlierCount: Int
  /// How many of that input are not in this one.
  public var missingCount = 0

  /// Who was in that input, or in those before it, and is not in this one, by hash.
  public var absentIdentities: [UInt64] = []

  /// The number of respondents that are new.
  public var newCount: Int { isNew.count { $0 } }
}

extension SeenRespondents {
  /// What is known of the input before, once its table has been gone on from.
  struct Earlier {
    var sha256: String
    var rowCount: Int
    /// Who was in inputs before that one and not in it, by hash.
    var absentIdentities: [UInt64]

    init(_ snapshot: TableSnapshot) {
      (sha256, rowCount) = (snapshot.sha256, snapshot.rowCount)
      absentIdentities = snapshot.absentIdentities
    }
  }

  /// Who was in earlier inputs and is not in a table, by hash, ascending.
  ///
  /// - Parameters:
  ///   - table: the table.
  ///   - earlier: the one before; `nil` where the table has gone on from it, and lacks nobody.
  ///   - before: who was not in that one, but in those before it.
  /// - Returns: hashes of ids, or of records where there are no ids.
  static func absent(
    from table: DecodedTable, earlier: TableSnapshot?, before: [UInt64]
  ) -> [UInt64] {
    let areDigests = table.recordDigests != nil
    let known = before + (earlier?.respondentHashes(areDigests: areDigests) ?? [])
    guard !known.isEmpty, let own = table.snapshot.respondentHashes(areDigests: areDigests) else {
      return before
    }
    let present = HashSet64(own[...])
    return Set(known.filter { !present.contains($0) }).sorted()
  }

  /// Compares a table with the one before; `nil` where people were told apart by ids the one time
  /// and by records the other.
  ///
  /// - Parameters:
  ///   - ids: the ids of all rows.
  ///   - kept: the rows that are respondents; `nil` for all.
  ///   - table: the table, which may have gone on from the one before.
  ///   - snapshot: the one before; `nil` where the table has gone on from it.
  ///   - earlier: what is known of the input before.
  ///   - absentNow: who was there before and is not now, by hash.
  init?(
    _ ids: IdentityColumn, kept: [Int]?, _ table: DecodedTable, snapshot: TableSnapshot?,
    _ earlier: Earlier, absent absentNow: [UInt64]
  ) {
    absentIdentities = absentNow
    (earlierSHA256, earlierCount) = (earlier.sha256, earlier.rowCount)
    let absent = HashSet64(earlier.absentIdentities[...])
    if let snapshot {
      guard let hashes = snapshot.respondentHashes(areDigests: table.recordDigests != nil) else {
        return nil
      }
      let known = HashSet64(hashes[...])
      let rows = kept ?? Array(0..<ids.rowCount)
      isNew = rows.map { !known.contains(ids.hashes[$0]) && !absent.contains(ids.hashes[$0]) }
      let present = HashSet64(ids.hashes[...])
      missingCount = Set(hashes.filter { !present.contains($0) }).count
    } else if let kept {
      let known = HashSet64(ids.hashes[..<table.continuedRowCount])
      isNew = kept.map { !known.contains(ids.hashes[$0]) && !absent.contains(ids.hashes[$0]) }
    } else {
      // Nobody stands there twice, so that whoever was appended is new, or comes back.
      isNew = (0..<ids.rowCount).map { row in
        row >= table.continuedRowCount && !absent.contains(ids.hashes[row])
      }
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
