public import Groundwork
public import Survey

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Sends the alerts of a study to its channels.
///
/// An alert is sent until a channel has answered, then never again: what was delivered is noted
/// after each success. Nobody can do better than "at least once" (an answer may be lost on its
/// way); each request bears the alert's id as `Idempotency-Key`, by which a listener tells a
/// repetition. Whatever fails on one channel, the others go on, and what is left waits for the
/// next night.
public struct Delivery {
  /// What happens on the way, for a log. It holds no secret, but for what a program of the study
  /// says itself (`DeliveryFailure.said`).
  public struct Event: Sendable, Equatable {
    /// The channel's name.
    public var channel: String
    /// The alert's id.
    public var alert: String
    /// Which attempt, from 1.
    public var attempt: Int
    /// Why it was not delivered; `nil` when it was.
    public var failure: DeliveryFailure?
  }

  /// What came of it.
  public struct Report: Sendable, Equatable {
    /// How many alerts reached how many channels, together.
    public var sentCount = 0
    /// How many have not, together.
    public var waitingCount = 0
    /// Why, by the names of the channels in their order.
    public var failures: [Failed] = []

    /// A channel that did not take everything.
    public struct Failed: Sendable, Equatable {
      /// The channel's name.
      public var channel: String
      /// Why.
      public var failure: DeliveryFailure
    }

    /// 0 when nothing waits; 75 where all that failed may pass by itself; else the status of what
    /// somebody must do something about.
    public var exitStatus: ExitStatus {
      let statuses = failures.map(\.failure.exitStatus)
      return statuses.first { $0 != .tryLater } ?? statuses.first ?? .success
    }

    /// Listeners that could not be reached, each by a digest of all of its settings.
    public var unreachable: Set<String> = []
  }

  /// Where alerts go.
  public var channels: [DeliveryChannel]
  /// The study's folder, which paths of channels are relative to.
  public var directory: String
  /// `NAME=value` of this process: where credentials and programs are.
  public var environment: [String: String] = [:]
  /// The longest that one channel may be waited for in one night, in seconds.
  public var patience = 300.0
  /// Listeners that could not be reached earlier tonight (`Report.unreachable`): who has the same
  /// settings would wait for the same.
  public var unreachable: Set<String> = []
  /// Takes what goes to the standard output; whether it did.
  public var output: ([UInt8]) -> Bool = { _ in false }
  /// Is told of each attempt.
  public var log: (Event) -> Void = { _ in }
  /// Waits some seconds.
  public var sleep: (Double) -> Void = { usleep(UInt32($0 * 1_000_000)) }

  /// A delivery to the channels of a study.
  public init(_ channels: [DeliveryChannel], directory: String) {
    self.channels = channels
    self.directory = directory
  }

  /// Sends what has not been delivered.
  ///
  /// A channel that is new gets the alerts of the last run alone.
  ///
  /// - Parameters:
  ///   - runs: the alerts by run, the oldest run first.
  ///   - state: the study's directory for state, which must be there.
  /// - Returns: what was sent, and what is left.
  /// - Throws: where the list of deliveries cannot be read or written, or somebody else delivers.
  public func run(_ runs: [[PublishedAlert]], state: String) throws -> Report {
    let lock = try RunLock(
      path: FileSystem.join(state, "delivery.lock"), holder: "process \(getpid())")
    defer { withExtendedLifetime(lock) {} }
    var delivered = try DeliveredAlerts(directory: state)
    var report = Report()
    for channel in channels {
      let name = channel.name
      if delivered.idsByChannel[name] == nil {
        let last = Set((runs.last ?? []).map(\.id))
        let earlier = runs.dropLast().joined().map(\.id).filter { !last.contains($0) }
        try delivered.add(earlier, channel: name)
      }
      var seen: Set<String> = []
      let waiting = runs.joined().filter {
        !delivered.contains($0.id, channel: name) && seen.insert($0.id).inserted
      }
      try send(waiting, to: channel, &delivered, &report)
    }
    return report
  }

  /// Makes the study's directory for state, for its owner alone, when it is missing.
  ///
  /// - Parameter reports: the study's directory in `Reports`, which must be there.
  /// - Returns: its path.
  /// - Throws: `DeliveryFailure.badState` when it cannot be made.
  public static func state(in reports: String) throws(DeliveryFailure) -> String {
    let path = FileSystem.join(reports, ".state")
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw .badState(path: path, code: errno)
    }
    return path
  }

  /// Sends one alert to every channel, and notes nothing: to try them.
  public func test(_ alert: PublishedAlert) -> Report {
    var report = Report()
    for channel in channels {
      if let failure = deliver(alert, to: channel, until: .now + .seconds(patience)) {
        report.failures.append(.init(channel: channel.name, failure: failure))
        report.waitingCount += 1
      } else {
        report.sentCount += 1
      }
    }
    return report
  }

  // MARK: - Steps

  private func send(
    _ alerts: [PublishedAlert], to channel: DeliveryChannel, _ delivered: inout DeliveredAlerts,
    _ report: inout Report
  ) throws {
    if case .webhook(let webhook) = channel.destination, !alerts.isEmpty,
      unreachable.contains(channel.settings)
    {
      let failure = DeliveryFailure.unreachable(
        host: webhook.host, what: "not asked, as it did not answer another study tonight")
      report.failures.append(.init(channel: channel.name, failure: failure))
      report.waitingCount += alerts.count
      return
    }
    let end = ContinuousClock.now + .seconds(patience)
    var leftCount = alerts.count
    for alert in alerts {
      let failure = deliver(alert, to: channel, until: end)
      guard let failure else {
        try delivered.add([alert.id], channel: channel.name)
        leftCount -= 1
        report.sentCount += 1
        continue
      }
      report.failures.append(.init(channel: channel.name, failure: failure))
      if failure.isUnreachable { report.unreachable.insert(channel.settings) }
      // What concerns the channel would meet the other alerts as well.
      if !failure.concernsAlert { break }
    }
    report.waitingCount += leftCount
  }

  /// Tries until the channel has answered, or no attempt or no time is left.
  private func deliver(
    _ alert: PublishedAlert, to channel: DeliveryChannel, until end: ContinuousClock.Instant
  ) -> DeliveryFailure? {
    for attempt in 1... {
      let (failure, retryAfter) = attemptOnce(alert, channel)
      log(Event(channel: channel.name, alert: alert.id, attempt: attempt, failure: failure))
      guard let failure else { return nil }
      // 1, 2, 4, ... seconds, and never earlier than the listener wants.
      let pause = max(Double(1 << min(attempt - 1, 5)), retryAfter ?? 0)
      guard failure.isTemporary, channel.isRetried, attempt < channel.attemptCount,
        ContinuousClock.now + .seconds(pause) < end
      else { return failure }
      sleep(pause)
    }
    return nil
  }

  private func attemptOnce(
    _ alert: PublishedAlert, _ channel: DeliveryChannel
  ) -> (failure: DeliveryFailure?, retryAfter: Double?) {
    guard alert.json.count <= PublishedAlert.byteLimit else {
      return (.tooLarge(id: alert.id), nil)
    }
    do throws(DeliveryFailure) {
      switch channel.destination {
      case .file(let path): try append(alert, to: absolute(path))
      case .standardOutput:
        if !output(alert.json + [0x0A]) {
          return (.cannotWrite(path: "standard output", code: EIO), nil)
        }
      case .command(let words): try run(words, alert, channel)
      case .webhook(let webhook): return try ask(webhook, alert, channel)
      }
      return (nil, nil)
    } catch {
      return (error, nil)
    }
  }

  private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : FileSystem.join(directory, path)
  }

  /// One line by one write, so that lines of several programs never mix.
  private func append(_ alert: PublishedAlert, to path: String) throws(DeliveryFailure) {
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
    let descriptor = open(path, flags, 0o600)
    guard descriptor >= 0 else { throw .cannotWrite(path: path, code: errno) }
    defer { close(descriptor) }
    var status = stat()
    // Whoever else delivers to the same file waits, so that its length is known to be ours.
    let isFile =
      flock(descriptor, LOCK_EX) == 0 && fstat(descriptor, &status) == 0
      && status.st_mode & S_IFMT == S_IFREG
    let isCut = isFile && Delivery.isCut(path, length: status.st_size)
    var code = FileSystem.writeAll((isCut ? [0x0A] : []) + alert.json + [0x0A], to: descriptor)
    // A pipe or a device holds nothing that could be flushed.
    if code == 0, fsync(descriptor) != 0, errno != EINVAL { code = errno }
    guard code != 0 else { return }
    // No half of a line stays behind for the next attempt to write on.
    if isFile { _ = ftruncate(descriptor, status.st_size) }
    throw .cannotWrite(path: path, code: code)
  }

  /// Whether a file ends within a line, as after a crash.
  private static func isCut(_ path: String, length: off_t) -> Bool {
    guard length > 0 else { return false }
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var last: UInt8 = 0
    return pread(descriptor, &last, 1, length - 1) == 1 && last != 0x0A
  }

  private func run(
    _ words: [String], _ alert: PublishedAlert, _ channel: DeliveryChannel
  ) throws(DeliveryFailure) {
    let program = words[0].hasPrefix("/") ? words[0] : place(words[0])
    var call = ProgramCall(program, Array(words.dropFirst()))
    call.environment = ["PATH", "HOME", "LANG"].compactMap { name in
      environment[name].map { "\(name)=\($0)" }
    }
    call.directory = directory
    call.input = alert.json + [0x0A]
    call.outputLimit = 4096
    call.timeout = channel.timeout
    let result: ProgramResult
    do throws(ProgramFailure) {
      result = try ChildProcess.run(call)
    } catch {
      throw .command(path: words[0], ending: "it cannot be started", said: "", isTemporary: false)
    }
    guard !result.isSuccess else { return }
    let temporary = ProgramResult.Ending.exited(ExitStatus.tryLater.rawValue)
    let said = result.errors.text.split(whereSeparator: \.isNewline).first ?? ""
    throw .command(
      path: words[0], ending: Delivery.words(result), said: String(said.prefix(200)),
      isTemporary: result.isTimedOut || result.ending == temporary)
  }

  /// The program runs in the study's folder, from which a relative path would be looked up twice.
  private func place(_ path: String) -> String {
    FileSystem.join(FileSystem.realPath(directory) ?? directory, path)
  }

  private static func words(_ result: ProgramResult) -> String {
    if result.isTimedOut { return "no end in time" }
    switch result.ending {
    case .exited(let status): return "status \(status)"
    case .signalled(let signal): return "signal \(signal)"
    }
  }

  private func ask(
    _ webhook: DeliveryChannel.Webhook, _ alert: PublishedAlert, _ channel: DeliveryChannel
  ) throws(DeliveryFailure) -> (failure: DeliveryFailure?, retryAfter: Double?) {
    var secret: Secret?
    if let name = webhook.secret {
      secret = try Secret.read(
        name, beside: directory, credentials: environment["CREDENTIALS_DIRECTORY"])
    }
    let request = WebhookRequest(
      webhook: webhook, secret: secret, timeout: channel.timeout,
      authority: webhook.authority.map { absolute($0) })
    guard let curl = ProgramSearch.find("curl", path: environment["PATH"]) else {
      throw .noProgram(name: "curl", package: "curl")
    }
    switch try request.send(alert, curl: curl, now: time(nil)) {
    case .delivered: return (nil, nil)
    case .failure(let failure, let retryAfter): return (failure, retryAfter)
    }
  }
}

extension DeliveryChannel {
  /// The name under which deliveries are noted: it tells channels apart and holds no address that
  /// may be a secret.
  public var name: String {
    switch destination {
    case .file(let path): return "file \(path)"
    case .standardOutput: return "stdout"
    case .command(let words): return "command \(words[0]) \(Self.digest(words))"
    case .webhook(let webhook):
      return "webhook \(webhook.host) \(Self.digest([webhook.url]))"
    }
  }

  /// A digest of what a listener is asked by: its place does not matter.
  var settings: String {
    guard case .webhook(let webhook) = destination else { return name }
    let texts = [webhook.secret, webhook.header, webhook.proxy, webhook.authority]
    return Self.digest(
      [webhook.url, "\(timeout)", "\(attemptCount)"] + texts.map { $0.map { "=\($0)" } ?? "" })
  }

  /// Whether a failed attempt is repeated the same night.
  fileprivate var isRetried: Bool {
    if case .webhook = destination { return true }
    return false
  }

  private static func digest(_ words: [String]) -> String {
    var digest = SHA256()
    for word in words { digest.update(Array(word.utf8) + [0]) }
    return String(digest.hexDigest.prefix(8))
  }
}
