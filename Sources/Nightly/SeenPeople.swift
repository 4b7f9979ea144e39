import Groundwork
import Survey
import Tables

/// Whom the watch of a study has seen up to the newest run that holds its evidence.
///
/// It is kept apart from the decoded answers (`AnswerMemory`), which every run by hand and every
/// other version of the program replaces: without it the evidence of all nights would be lost with
/// them. The file `seen` lies in Reports/<study>/.state, for its owner alone. It holds hashes of
/// ids, or of records where the study names no ids, also of people who were missing since, and the
/// digest of the input that the evidence ends with: by that it belongs to a run, whatever becomes
/// of the run's name.
///
/// The next night writes `seen-<digits>` beside it before its run is published; `settle` gives it
/// the plain name afterwards. So a night that is killed between leaves both, and the one that
/// belongs to the evidence is found.
struct SeenPeople {
  private let directory: String
  private let kind: String
  private let leftovers: Leftovers

  /// - Parameters:
  ///   - directory: the study's directory for state, which must be there.
  ///   - identity: the column of ids by which people are told apart, empty where that is done by
  ///     their records: hashes of the one kind say nothing about the other.
  ///   - leftovers: takes note of a file whose run is not published yet.
  init(in directory: String, identity: String, leftovers: Leftovers) {
    self.directory = directory
    self.leftovers = leftovers
    var digest = SHA256()
    digest.update(Array(identity.utf8))
    kind = identity.isEmpty ? SeenFile.records : "ids " + digest.hexDigest.prefix(16)
  }

  /// A night with those who were seen, where they were kept; else it goes by the answers that are
  /// remembered.
  func completed(_ night: NightContext) -> NightContext {
    guard case .input(let sha256) = night.seen, let hashes = hashes(upTo: sha256) else {
      return night
    }
    var night = night
    night.seen = .hashes(hashes)
    return night
  }

  /// Keeps whom the watch has seen for the next night, who were missing tonight among them; what
  /// went wrong, if something did.
  func keep(_ night: NightContext, _ result: AnalysisResult) -> String? {
    guard result.alerts.section != nil else { return nil }
    var hashes = Set(result.respondents.ids.hashes)
    switch night.seen {
    case .hashes(let earlier): hashes.formUnion(earlier)
    case .input(let sha256) where result.seen?.earlierSHA256 == sha256:
      hashes.formUnion(result.seen?.absentIdentities ?? [])
    default: break
    }
    return keep(hashes, upTo: result.input.sha256).map { "who was seen is not kept: \($0)" }
  }

  /// The digests of the answers up to which it is known who was seen.
  var inputs: Set<String> { Set(names.compactMap(file).map(\.inputSHA256)) }

  /// Who was seen up to the run with an input of this digest; `nil` where nobody knows.
  func hashes(upTo sha256: String) -> Set<UInt64>? {
    for name in names {
      if let file = file(name), file.inputSHA256 == sha256 { return Set(file.hashes) }
    }
    return nil
  }

  /// Keeps who was seen beside what is there; what went wrong, if something did.
  func keep(_ hashes: Set<UInt64>, upTo sha256: String) -> String? {
    let file = SeenFile(inputSHA256: sha256, kind: kind, hashes: hashes.sorted())
    let (part, staged) = (path(SeenPeople.partName), path(SeenPeople.name(of: sha256)))
    FileSystem.removeTree(part)
    do throws(TableError) {
      // Remembered before it is there: a signal may come while it is written.
      _ = leftovers.perform(tree: part) { 0 }
      try OutputFile.write(file.bytes, to: part, permissions: 0o600)
    } catch {
      return error.message.description
    }
    let code = leftovers.perform(companion: staged) { FileSystem.move(part, to: staged) }
    return code == 0 ? nil : "\(staged): it cannot be given its name, error \(code)"
  }

  /// Makes what was kept of an input the one that counts. Call it once the run is published.
  func settle(_ sha256: String) {
    let staged = path(SeenPeople.name(of: sha256))
    guard FileSystem.kind(of: staged) == .file else { return }
    _ = FileSystem.move(staged, to: path(SeenPeople.plain))
    for name in names where name != SeenPeople.plain { FileSystem.removeTree(path(name)) }
    _ = FileSystem.sync(directory: directory)
  }

  // MARK: - Steps

  private static let plain = "seen"
  private static let prefix = "seen-"
  private static let partName = "seen-part"

  private static func name(of sha256: String) -> String { prefix + sha256.prefix(16) }

  private func path(_ name: String) -> String { FileSystem.join(directory, name) }

  /// A file that tells people apart as the study does. What belongs to somebody else may say what
  /// it likes.
  private func file(_ name: String) -> SeenFile? {
    guard FileSystem.kind(of: path(name)) == .file, FileRights(of: path(name))?.isOwn == true,
      let bytes = FileSystem.contents(of: path(name), limit: SeenFile.byteLimit),
      let file = SeenFile(bytes), file.kind == kind
    else { return nil }
    return file
  }

  private var names: [String] {
    (FileSystem.names(in: directory) ?? []).filter {
      $0 == SeenPeople.plain || $0.hasPrefix(SeenPeople.prefix)
    }
  }
}

/// What the file holds: a head of four lines, eight bytes for each hash, and the SHA-256 of all
/// that as 64 digits. It has a version of its own: another version of the program reads it, too.
struct SeenFile: Equatable {
  /// Above 100,000,000 people.
  static let byteLimit = 1 << 30

  /// The digest of the input that the evidence ends with.
  var inputSHA256: String
  /// What was hashed: `records`, or `ids` with digits of a digest of their column's name.
  var kind: String
  /// In ascending order.
  var hashes: [UInt64]

  /// The kind of hashes of records.
  static let records = "records"
  private static let title = "unmet seen 1"

  var bytes: [UInt8] {
    let lines = [SeenFile.title, kind, inputSHA256, "\(hashes.count)"]
    var bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    bytes.reserveCapacity(bytes.count + 8 * hashes.count + 64)
    for hash in hashes {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: hash >> shift))
      }
    }
    return bytes + Array(SeenFile.seal(bytes[...]).utf8)
  }

  init(inputSHA256: String, kind: String, hashes: [UInt64]) {
    (self.inputSHA256, self.kind) = (inputSHA256, kind)
    self.hashes = hashes
  }

  /// Reads a file; `nil` where the bytes are none, or damaged.
  init?(_ bytes: [UInt8]) {
    let parts = bytes.prefix(256).split(
      separator: UInt8(ascii: "\n"), maxSplits: 4, omittingEmptySubsequences: false)
    guard parts.count == 5 else { return nil }
    let lines = parts.prefix(4).map { String(decoding: $0, as: UTF8.self) }
    let start = parts[4].startIndex
    let end = bytes.count - 64
    guard lines[0] == SeenFile.title, let count = Int(lines[3]), count >= 0, end >= start,
      (end - start) % 8 == 0,
      (end - start) / 8 == count,
      SeenFile.seal(bytes[..<end]).utf8.elementsEqual(bytes[end...])
    else { return nil }
    self.init(inputSHA256: lines[2], kind: lines[1], hashes: [])
    hashes.reserveCapacity(count)
    for place in stride(from: start, to: end, by: 8) {
      var hash: UInt64 = 0
      for byte in bytes[place..<place + 8].reversed() { hash = hash << 8 | UInt64(byte) }
      hashes.append(hash)
    }
  }

  private static func seal(_ bytes: ArraySlice<UInt8>) -> String {
    var digest = SHA256()
    // In parts, so that what is copied for the digest stays small.
    var rest = bytes
    while !rest.isEmpty {
      digest.update(Array(rest.prefix(1 << 20)))
      rest = rest.dropFirst(1 << 20)
    }
    return digest.hexDigest
  }
}
