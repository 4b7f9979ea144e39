import Groundwork
import Survey

/// One request to a listener, made by the program curl.
///
/// Curl gets everything from its standard input: what stands in the arguments of a program can be
/// read by every user of the machine. It gets no environment, so that no proxy and no file of
/// settings has a say.
struct WebhookRequest {
  let webhook: DeliveryChannel.Webhook
  let secret: Secret?
  let timeout: Double
  let authority: String?

  /// What one attempt came to.
  enum Answer: Equatable {
    case delivered
    /// Not delivered; and the seconds after which the listener wants to be asked again.
    case failure(DeliveryFailure, retryAfter: Double?)
  }

  /// Asks once.
  ///
  /// - Parameters:
  ///   - alert: what is sent.
  ///   - curl: the path of the program.
  ///   - now: the time in seconds since 1970, which dates in answers are held against.
  /// - Returns: what it came to.
  /// - Throws: `DeliveryFailure.noProgram` when curl cannot be started.
  func send(
    _ alert: PublishedAlert, curl: String, now: Int
  ) throws(DeliveryFailure) -> Answer {
    var call = ProgramCall(curl, ["--disable", "--config", "-"])
    call.input = configuration(alert)
    call.outputLimit = 65_536
    call.timeout = timeout + 5
    let result: ProgramResult
    do throws(ProgramFailure) {
      result = try ChildProcess.run(call)
    } catch {
      throw .noProgram(name: "curl", package: "curl")
    }
    if result.isTimedOut { return failed(DeliveryFailure.Silence.late.rawValue) }
    switch result.ending {
    case .exited(0): return answer(result.output.text, now: now)
    case .exited(let status): return failure(status)
    case .signalled(let signal): return failed("curl was ended by signal \(signal)")
    }
  }

  // MARK: - The question

  /// Everything that curl is to know, in its own language.
  func configuration(_ alert: PublishedAlert) -> [UInt8] {
    let limit = "\(Int(timeout.rounded(.up)))"
    let scheme = webhook.url.hasPrefix("https:") ? "=https" : "=http"
    var options: [(String, [UInt8])] = [
      ("request", "POST"), ("proto", scheme), ("max-time", limit),
      ("connect-timeout", limit), ("max-redirs", "0"), ("output", "/dev/null"),
      ("dump-header", "-"), ("user-agent", "unmet"),
      ("header", "Content-Type: application/json"), ("header", "Expect:"),
      ("header", "Idempotency-Key: \(alert.id)"),
    ].map { ($0, Array($1.utf8)) }
    options.append(
      webhook.proxy.map { ("proxy", Array($0.utf8)) } ?? ("noproxy", Array("*".utf8)))
    if let authority { options.append(("cacert", Array(authority.utf8))) }
    if let secret {
      let name = webhook.header.map { "\($0): " } ?? "Authorization: Bearer "
      options.append(("header", Array(name.utf8) + secret.bytes))
    }
    options.append(("data-raw", alert.json))
    // The last: should this process be killed on the way, curl knows of nobody to ask.
    options.append(("url", Array(webhook.url.utf8)))
    var text = Array("silent\ngloboff\n".utf8)
    for (name, value) in options { text += WebhookRequest.line(name, value) }
    return text
  }

  private static func line(_ name: String, _ value: [UInt8]) -> [UInt8] {
    var line = Array("\(name) = \"".utf8)
    for byte in value {
      // A line break within quotes would begin another option.
      if [0x0A, 0x0D].contains(byte) {
        line += Array((byte == 0x0A ? "\\n" : "\\r").utf8)
        continue
      }
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        line.append(UInt8(ascii: "\\"))
      }
      line.append(byte)
    }
    return line + Array("\"\n".utf8)
  }

  // MARK: - The answer

  private func failed(_ what: String) -> Answer {
    .failure(.unreachable(host: webhook.host, what: what), retryAfter: nil)
  }

  /// The exit statuses of curl that somebody must do something about; the others pass.
  private func failure(_ status: Int32) -> Answer {
    switch status {
    case 35, 51, 53, 54, 58, 59, 60, 66, 77, 80, 82, 83, 90, 91:
      .failure(.notTrusted(host: webhook.host), retryAfter: nil)
    case 5: failed("the proxy is not known")
    case 6: failed(DeliveryFailure.Silence.noName.rawValue)
    case 7: failed(DeliveryFailure.Silence.nobody.rawValue)
    case 28: failed(DeliveryFailure.Silence.late.rawValue)
    default: failed("curl ended with status \(status)")
    }
  }

  /// The last answer in what curl dumped: there may be some of a proxy, or `100`, before it.
  private func answer(_ text: String, now: Int) -> Answer {
    var status = 0
    var retryAfter: Double?
    for line in text.split(whereSeparator: \.isNewline) {
      if line.hasPrefix("HTTP/") {
        status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        retryAfter = nil
      } else if line.lowercased().hasPrefix("retry-after:") {
        retryAfter = HTTPDate.seconds(line.dropFirst("retry-after:".count), now: now)
      }
    }
    if (200..<300).contains(status) { return .delivered }
    if status == 0 { return failed("no status in its answer") }
    return .failure(.refused(host: webhook.host, status: status), retryAfter: retryAfter)
  }
}

/// The value of `Retry-After`.
enum HTTPDate {
  /// The seconds from now: digits stand for themselves, a date such as
  /// `Sun, 06 Nov 1994 08:49:37 GMT` for the time until then; `nil` for anything else.
  static func seconds(_ text: some StringProtocol, now: Int) -> Double? {
    let words = String(text).split(separator: " ").map { String($0) }
    if words.count == 1 { return Int(words[0]).flatMap { $0 >= 0 ? Double($0) : nil } }
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    guard words.count == 6, words[5] == "GMT", let day = Int(words[1]),
      let month = months.firstIndex(of: words[2]), let year = Int(words[3]),
      (1970...9999).contains(year), (1...31).contains(day)
    else { return nil }
    let clock = words[4].split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3, (0...24).contains(clock[0]), (0...59).contains(clock[1]),
      (0...60).contains(clock[2])
    else { return nil }
    let days = CivilDate.days(year: year, month: month + 1, day: day)
    let ofDay: Int = clock[0] * 3600 + clock[1] * 60 + clock[2]
    let wait: Int = days * 86_400 + ofDay - now
    return Double(max(0, wait))
  }
}

/// The days of the calendar.
enum CivilDate {
  /// Days since 1970-01-01 in the Gregorian calendar, by counting whole 400-year eras from March.
  static func days(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
