/// A place to which alerts go.
public struct DeliveryChannel: Sendable, Equatable {
  /// What kind of place.
  public enum Destination: Sendable, Equatable {
    /// A file that gets one line of JSON an alert; relative to the study's folder, or absolute.
    case file(path: String)
    /// The standard output of whoever delivers.
    case standardOutput
    /// A program that gets one alert on its standard input: its path, absolute or relative to the
    /// study's folder, and its arguments.
    case command([String])
    /// A listener that gets one request an alert.
    case webhook(Webhook)
  }

  /// A listener.
  public struct Webhook: Sendable, Equatable {
    /// Where requests go: https, or http on this machine.
    public var url: String
    /// The file or the service manager's credential that holds the secret; `nil` without one.
    public var secret: String?
    /// The header of the secret; `nil` for `Authorization: Bearer`.
    public var header: String?
    /// The proxy; `nil` for none, whatever the environment says.
    public var proxy: String?
    /// A file of certificates to be trusted in place of the system's.
    public var authority: String?

    /// A listener without a secret.
    public init(url: String) { self.url = url }

    /// The name of its machine, as it stands in messages: the rest of an address may be a secret.
    public var host: String {
      let rest = url.utf8.drop { $0 != UInt8(ascii: "/") }.dropFirst(2)
      let ends = [UInt8(ascii: "/"), UInt8(ascii: "?")]
      return String(decoding: rest.prefix { !ends.contains($0) }, as: UTF8.self)
    }
  }

  /// Where alerts go.
  public var destination: Destination
  /// The seconds that one attempt may take.
  public var timeout: Double
  /// How often an alert is tried in one night.
  public var attemptCount: Int
  /// Where the study file says so.
  public var place: Place

  /// A channel with the defaults of the study file.
  public init(_ destination: Destination, place: Place = Place(file: "", line: 1)) {
    self.destination = destination
    self.timeout = 10
    self.attemptCount = 4
    self.place = place
  }
}
