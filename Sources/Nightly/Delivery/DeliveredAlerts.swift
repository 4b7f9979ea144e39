import Groundwork
import ReportWriters
import Survey

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Which alerts have been delivered, by channel: the file `delivered.json`, for its owner alone.
///
/// It is replaced as a whole after each success, so that a night that is cut short repeats at most
/// the one alert that was under way.
public struct DeliveredAlerts: Sendable, Equatable {
  /// The file's name in the directory of the state.
  public static let name = "delivered.json"

  /// The ids by the name of the channel.
  public private(set) var idsByChannel: [String: Set<String>] = [:]
  private let path: String

  /// Reads the list; an empty one when there is none.
  ///
  /// - Parameter directory: the study's directory for state.
  /// - Throws: `DeliveryFailure.badState` when there is one that cannot be read.
  public init(directory: String) throws(DeliveryFailure) {
    path = FileSystem.join(directory, DeliveredAlerts.name)
    guard FileSystem.kind(of: path) != nil else { return }
    guard FileSystem.kind(of: path) == .file,
      let bytes = FileSystem.contents(of: path, limit: 16 << 20),
      let document = JSONDocument(bytes), document["version"]?.integer == 1,
      let channels = document["channels"]?.members
    else { throw .badState(path: path, code: nil) }
    for (name, ids) in channels {
      guard let items = ids.items else { throw .badState(path: path, code: nil) }
      idsByChannel[name] = Set(items.compactMap(\.text))
    }
  }

  /// Whether a channel has got an alert.
  public func contains(_ id: String, channel: String) -> Bool {
    idsByChannel[channel]?.contains(id) ?? false
  }

  /// Notes alerts and writes the list.
  mutating func add(_ ids: some Sequence<String>, channel: String) throws(DeliveryFailure) {
    idsByChannel[channel, default: []].formUnion(ids)
    try write()
  }

  // MARK: - Steps

  private var document: [UInt8] {
    let channels = idsByChannel.mapValues { ids in
      JSONValue.array(ids.sorted().map { .text($0) })
    }
    let value = JSONValue.object(["version": .integer(1), "channels": .object(channels)])
    return Array(value.document.utf8)
  }

  private func write() throws(DeliveryFailure) {
    let temporary = path + ".new"
    unlink(temporary)
    let descriptor = open(
      temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .badState(path: path, code: errno) }
    var code = FileSystem.writeAll(document, to: descriptor)
    if code == 0, fsync(descriptor) != 0 { code = errno }
    if close(descriptor) != 0, code == 0 { code = errno }
    if code == 0 { code = FileSystem.move(temporary, to: path) }
    if code == 0 { code = FileSystem.sync(directory: FileSystem.split(path).parent) }
    guard code == 0 else { throw .badState(path: path, code: code) }
  }
}
