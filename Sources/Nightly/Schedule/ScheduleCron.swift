import Groundwork

/// What cron wants: a file of the system, or a part of a user's table.
struct ScheduleCron {
  let plan: SchedulePlan
  /// The program `flock`, which keeps a second start out while the first runs.
  var flock = "/usr/bin/flock"

  /// A file for /etc/cron.d, or `nil` when cron cannot tell the time.
  var file: String? {
    guard let fields = plan.time.simple?.cronFields else { return nil }
    let mail = plan.mailTo.map { "MAILTO=\($0)\n" } ?? ""
    return """
      # Written by `unmet schedule`. Times are those of the machine's time zone.
      # folder: \(plan.folder.path)
      SHELL=/bin/sh
      PATH=\(Self.path)
      \(mail)\(fields) \(plan.user ?? "root") \(command(settings: ""))

      """
  }

  /// The part of a user's table, with its marked ends. Its settings stand in the line itself:
  /// variables of a table would reach the lines of others.
  var part: String? {
    guard let fields = plan.time.simple?.cronFields else { return nil }
    return """
      # BEGIN \(plan.name) (written by `unmet schedule`, in the machine's time zone)
      # folder: \(plan.folder.path)
      \(fields) \(command(settings: "PATH=\(Self.path) "))
      # END \(plan.name)

      """
  }

  // MARK: - Words

  private static let path = "/usr/local/bin:/usr/bin:/bin"

  /// The command for `sh`; cron turns each plain `%` into the end of a line.
  private func command(settings: String) -> String {
    let words = [flock, "-n", "-E", "75", plan.folder.path, "nice", "-n", "10", plan.program]
    let line = settings + (words + plan.arguments).map(Self.quoted).joined(separator: " ")
    return line.replacing("%", with: "\\%")
  }

  /// A word for `sh`.
  static func quoted(_ text: String) -> String {
    let plain = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-".utf8)
    if !text.isEmpty, text.utf8.allSatisfy({ plain.contains($0) }) { return text }
    return "'" + text.replacing("'", with: "'\\''") + "'"
  }

  // MARK: - A user's table

  /// A table with the part of a name replaced; `nil` removes it. Every other byte stays.
  ///
  /// - Throws: `ScheduleFailure.brokenCrontab` when the part has no end.
  static func table(
    _ table: String, replacing name: String, by part: String?
  ) throws(ScheduleFailure) -> String {
    var lines: [Substring.UTF8View] = table.utf8.split(
      separator: 0x0A, omittingEmptySubsequences: false
    ).map { $0 }
    let begin = lines.firstIndex { $0.starts(with: "# BEGIN \(name) ".utf8) }
    if let begin {
      let end = lines[begin...].firstIndex { $0.elementsEqual("# END \(name)".utf8) }
      guard let end else { throw .brokenCrontab(name: name) }
      lines.removeSubrange(begin...end)
    }
    var text = lines.map { String(decoding: Array($0), as: UTF8.self) }.joined(separator: "\n")
    guard let part else { return text }
    if !text.isEmpty, !text.utf8.elementsEqual("\n".utf8), text.utf8.last != 0x0A { text += "\n" }
    return text + part
  }

  /// The parts of a table: names, and the lines of each.
  static func parts(of table: String) -> [(name: String, lines: [String])] {
    var result: [(name: String, lines: [String])] = []
    var open: (name: String, lines: [String])?
    for line in table.split(separator: "\n").map(String.init) {
      if line.hasPrefix("# BEGIN \(SchedulePlan.prefix)") {
        open = (String(line.dropFirst("# BEGIN ".count).prefix { $0 != " " }), [line])
      } else if let name = open?.name {
        open?.lines.append(line)
        if line == "# END \(name)", let part = open {
          result.append(part)
          open = nil
        }
      }
    }
    return result
  }
}
