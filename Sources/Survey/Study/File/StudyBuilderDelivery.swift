import Groundwork

// The part `deliver` of a study file.

extension StudyBuilder {
  mutating func channels(_ cursor: StudyCursor?) -> [DeliveryChannel] {
    var lines: [String: Int] = [:]
    return (cursor?.items ?? []).compactMap { item in
      guard let kind = item["to"]?.text else { return nil }
      reportForeignKeys(item, kind)
      guard let destination = destination(item, kind) else { return nil }
      var channel = DeliveryChannel(destination, place: item.place)
      if let seconds = item["timeout"].flatMap({ seconds($0) }) { channel.timeout = seconds }
      if let count = item["attempts"].flatMap({ StudyText.whole($0.text) }) {
        channel.attemptCount = count
      }
      let words = "\(destination)"
      if let line = lines[words] {
        report(.repeatedEntry(key: "deliver", text: kind, otherLine: line), at: item.place)
      }
      lines[words] = lines[words] ?? item.place.line
      return channel
    }
  }

  // MARK: - Steps

  /// What may stand beside `to`.
  private static let keysOfKinds: [String: [String]] = [
    "file": ["path"], "stdout": [], "command": ["run", "timeout"],
    "webhook": ["url", "secret", "header", "proxy", "authority", "timeout", "attempts"],
  ]

  private mutating func reportForeignKeys(_ item: StudyCursor, _ kind: String) {
    let allowed = StudyBuilder.keysOfKinds[kind, default: []]
    for entry in item.entries where entry.key != "to" && !allowed.contains(entry.key) {
      report(
        .beyondReach(
          key: "deliver[].\(entry.key)", found: "to: \(kind)",
          expected: allowed.isEmpty ? "no other key" : StudyText.either(allowed),
          fix: "delete it, or correct `to`"), at: entry.keyPlace)
    }
  }

  private mutating func destination(
    _ item: StudyCursor, _ kind: String
  ) -> DeliveryChannel.Destination? {
    switch kind {
    case "file":
      return needed("path", in: item, kind).flatMap { place($0) }.map { .file(path: $0) }
    case "command":
      guard let run = needed("run", in: item, kind), let program = run.items.first,
        place(program) != nil
      else { return nil }
      return .command(run.texts)
    case "webhook": return webhook(item)
    default: return .standardOutput
    }
  }

  private mutating func needed(
    _ key: String, in item: StudyCursor, _ kind: String
  ) -> StudyCursor? {
    if let value = item[key] { return value }
    // A value that was left out as wrong is told already.
    if !problems.contains(where: { $0.concernsValue(below: "deliver[].\(key)") }) {
      report(.needsKey(key: "deliver[].to: \(kind)", needed: "deliver[].\(key)"), at: item.place)
    }
    return nil
  }

  /// A path: absolute, or below the study's folder.
  private mutating func place(_ cursor: StudyCursor) -> String? {
    let text = cursor.text
    // A line break would be the end of a line wherever paths are listed, such as in units.
    let isPlain =
      !StudyText.isBlank(text) && !text.hasSuffix("/")
      && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    guard isPlain, !FileSystem.parts(text).contains("..") else {
      report(
        .beyondReach(
          key: cursor.path, found: text,
          expected: "an absolute path, or one below the study's folder",
          fix: "write the whole path"), at: cursor.place)
      return nil
    }
    return text
  }

  private mutating func seconds(_ cursor: StudyCursor) -> Double? {
    let text = cursor.text.hasSuffix("s") ? String(cursor.text.dropLast()) : cursor.text
    let digits = text.hasSuffix(" ") ? String(text.dropLast()) : text
    guard let seconds = StudyText.number(digits), (1...300).contains(seconds) else {
      report(
        .beyondReach(
          key: cursor.path, found: cursor.text, expected: "1 s to 300 s", fix: "write 10 s"),
        at: cursor.place)
      return nil
    }
    return seconds
  }

  private mutating func webhook(_ item: StudyCursor) -> DeliveryChannel.Destination? {
    guard let url = needed("url", in: item, "webhook") else { return nil }
    if let problem = WebAddress.problem(of: url.text, httpAnywhere: false) {
      // An address may hold a secret: it is not told again.
      report(
        .beyondReach(
          key: url.path, found: WebAddress.scheme(of: url.text), expected: problem,
          fix: "write https://host/path"), at: url.place)
    }
    var webhook = DeliveryChannel.Webhook(url: url.text)
    webhook.secret = item["secret"].flatMap { place($0) }
    webhook.header = item["header"].flatMap { header($0) }
    webhook.authority = item["authority"].flatMap { place($0) }
    webhook.proxy = item["proxy"]?.text
    if let proxy = item["proxy"],
      let problem = WebAddress.problem(of: proxy.text, httpAnywhere: true)
    {
      report(
        .beyondReach(
          key: proxy.path, found: WebAddress.scheme(of: proxy.text), expected: problem,
          fix: "write http://host:port"), at: proxy.place)
    }
    if let header = item["header"], webhook.secret == nil {
      report(.needsKey(key: "deliver[].header", needed: "deliver[].secret"), at: header.place)
    }
    return .webhook(webhook)
  }

  private mutating func header(_ cursor: StudyCursor) -> String? {
    let isName = cursor.text.utf8.allSatisfy { WebAddress.isNameByte($0) }
    guard isName, cursor.text.utf8.count <= 100 else {
      report(
        .beyondReach(
          key: cursor.path, found: cursor.text, expected: "letters, digits and hyphens",
          fix: "write the header's name alone, such as X-Api-Key"), at: cursor.place)
      return nil
    }
    return cursor.text
  }
}

/// What is let through as the address of a listener or a proxy.
enum WebAddress {
  /// What was expected of an address that is refused; `nil` of one that is let through. With
  /// `httpAnywhere` http to other machines is let through, as of a proxy, which sees nothing but
  /// sealed traffic.
  static func problem(of text: String, httpAnywhere: Bool) -> String? {
    let bytes = Array(text.utf8)
    guard bytes.count <= 2000, bytes.allSatisfy({ 0x21...0x7E ~= $0 }),
      !bytes.contains(where: { Array("\"\\<>^`{|}#".utf8).contains($0) })
    else { return "an address of plain characters" }
    let scheme = ["https://", "http://"].first { text.hasPrefix($0) }
    guard let scheme else { return "an address that begins with https://" }
    let authority = text.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" }
    if authority.contains("@") { return "an address without a name or password in it" }
    guard let host = host(String(authority)) else { return "an address with a host" }
    if scheme == "http://", !httpAnywhere, !isLoopback(host) {
      return "https, or http on this machine itself (127.0.0.1)"
    }
    return nil
  }

  /// The scheme of an address, for messages.
  static func scheme(of text: String) -> String {
    let scheme = text.prefix { $0 != ":" }
    return scheme.count < 12 && scheme.utf8.allSatisfy { isNameByte($0) } && text != scheme
      ? "\(scheme)://..." : "something else"
  }

  /// Letters, digits and hyphens.
  static func isNameByte(_ byte: UInt8) -> Bool {
    [0x30...0x39, 0x41...0x5A, 0x61...0x7A].contains { $0 ~= byte } || byte == UInt8(ascii: "-")
  }

  // MARK: - Steps

  /// The host before the port; `nil` when either is not well formed.
  private static func host(_ authority: String) -> String? {
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else { return nil }
      let inside = authority[authority.index(after: authority.startIndex)..<end]
      let isAddress = inside.utf8.allSatisfy { isNameByte($0) || Array(":.".utf8).contains($0) }
      let rest = authority[authority.index(after: end)...]
      return isAddress && isPort(rest) ? String(inside) : nil
    }
    let host = authority.prefix { $0 != ":" }
    let isName = host.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: ".") }
    return !host.isEmpty && isName && isPort(authority.dropFirst(host.count)) ? String(host) : nil
  }

  private static func isPort(_ text: some StringProtocol) -> Bool {
    guard text.hasPrefix(":") else { return text.isEmpty }
    return StudyText.isDigits(text.dropFirst()) && text.count <= 6
  }

  /// This machine itself; a name that only begins so is another machine.
  private static func isLoopback(_ host: String) -> Bool {
    if ["localhost", "::1"].contains(host) { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127"
      && parts.allSatisfy { StudyText.isDigits($0) && (Int($0) ?? 256) < 256 }
  }
}
