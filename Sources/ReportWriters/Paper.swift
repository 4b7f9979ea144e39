/// One file of a run: its name, who may read it, and its bytes.
///
/// The bytes are made piece by piece when the file is written, so that a file with a row for each
/// of a million respondents is never in memory as a whole.
public struct Paper: Sendable {
  /// Takes the next bytes of the file.
  public typealias Sink = ([UInt8]) throws(PublicationFailure) -> Void

  /// The file's name inside the run directory.
  public let name: String
  /// Whether only the owner may read the file: it holds respondents one by one.
  public let isPrivate: Bool
  /// Hands the file's bytes to a sink, in order.
  public let write: @Sendable (Sink) throws(PublicationFailure) -> Void

  /// A file whose bytes are handed over in pieces.
  public init(
    name: String, isPrivate: Bool = false,
    write: @escaping @Sendable (Sink) throws(PublicationFailure) -> Void
  ) {
    self.name = name
    self.isPrivate = isPrivate
    self.write = write
  }

  /// A file that is small enough to be made at once.
  public init(name: String, _ bytes: @escaping @Sendable () -> [UInt8]) {
    self.init(name: name) { sink throws(PublicationFailure) in try sink(bytes()) }
  }
}
