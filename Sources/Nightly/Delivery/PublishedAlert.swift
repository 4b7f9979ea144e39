import Groundwork
import Survey

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// One alert of one run, as it goes out.
public struct PublishedAlert: Sendable, Equatable {
  /// What tells it from every other alert of the study.
  public var id: String
  /// The kind of rule that raised it.
  public var rule: String
  /// The sentence for people, as alerts.json has it: of whom the figure is and since when stand in
  /// it.
  public var text: String
  /// The night it is about; `nil` when it names none.
  public var since: String?
  /// The run that raised it.
  public var run: String
  /// The whole alert, one line of JSON without its line feed; study and run stand in it.
  public var json: [UInt8]

  /// The bytes of the largest alert that is sent.
  static let byteLimit = 65_536

  /// An alert that is sent to try a channel; nothing has happened. It has every member that an
  /// alert of a run has, and `"test":true`; the time makes its id.
  public static func test(study: String, time: String) -> PublishedAlert {
    let sentence = "Test of a channel: nothing has happened in the study."
    let texts = [
      ("study", study), ("run", ""), ("id", "test-\(time)"), ("rule", "test"), ("when", "test"),
      ("outcome", ""), ("text", ""), ("segmentation", "all"), ("segment", "all"), ("figure", ""),
      ("since", ""), ("night", ""), ("sentence", sentence),
    ]
    let figures = ["before", "value", "low", "high", "evidence", "evidence-needed"]
    let json =
      texts.map { "\(JSONLine.quoted($0)):\(JSONLine.quoted($1))" }
      + figures.map { "\(JSONLine.quoted($0)):null" } + ["\"n\":0", "\"test\":true"]
    return PublishedAlert(
      id: "test-\(time)", rule: "test", text: sentence, since: nil, run: "",
      json: Array("{\(json.joined(separator: ","))}".utf8))
  }
}

/// The alerts of a run: its file `alerts.json`.
public enum AlertFile {
  /// The file's name in a run.
  public static let name = "alerts.json"

  /// The alerts in a file; none when the run has no such file.
  ///
  /// - Throws: `DeliveryFailure.badAlerts` when there is one that cannot be read.
  public static func read(_ path: String, run: String) throws(DeliveryFailure) -> [PublishedAlert] {
    guard FileSystem.kind(of: path) != nil else { return [] }
    guard FileSystem.kind(of: path) == .file,
      let bytes = FileSystem.contents(of: path, limit: 16 << 20),
      let alerts = parse(bytes, run: run)
    else { throw .badAlerts(path: path) }
    return alerts
  }

  /// The alerts in a text; `nil` where it is no list of alerts.
  static func parse(_ bytes: [UInt8], run: String) -> [PublishedAlert]? {
    guard let document = JSONDocument(bytes), let items = document["alerts"]?.items,
      let texts = JSONLine.items(of: "alerts", in: bytes), texts.count == items.count
    else { return nil }
    let study = document["study"]?.text ?? ""
    let run = document["run"]?.text ?? run
    var alerts: [PublishedAlert] = []
    for (item, text) in zip(items, texts) {
      guard let members = item.members, let id = item["id"]?.text, isID(id) else { return nil }
      var json = text.dropFirst()
      for (key, value) in [("run", run), ("study", study)] where members[key] == nil {
        json = Array("\(JSONLine.quoted(key)):\(JSONLine.quoted(value)),".utf8) + json
      }
      let sentence = item["sentence"] ?? item["text"]
      alerts.append(
        PublishedAlert(
          id: id, rule: item["rule"]?.text ?? "", text: sentence?.text ?? "",
          since: item["since"]?.text, run: run, json: [UInt8(ascii: "{")] + json))
    }
    return alerts
  }

  /// An id goes into a header of a request: nothing may stand in it that could end the header.
  private static func isID(_ id: String) -> Bool {
    !id.isEmpty && id.utf8.count <= 200 && id.utf8.allSatisfy { 0x21...0x7E ~= $0 }
  }
}

/// JSON in one line, as it stands in a file of lines and in the body of a request.
enum JSONLine {
  /// A text in quotes.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F {
          let digits = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  /// The texts of the objects in a list of the outermost object, without the blanks between
  /// values; `nil` where there is no such list. Numbers keep the digits that stand there.
  static func items(of key: String, in bytes: [UInt8]) -> [[UInt8]]? {
    let text = compact(bytes)
    let start = Array("\"\(key)\":[".utf8)
    guard let position = position(of: start, in: text) else { return nil }
    var items: [[UInt8]] = []
    var item: [UInt8] = []
    var (depth, isText, isEscaped) = (0, false, false)
    for byte in text[position...] {
      if depth == 0, byte == UInt8(ascii: "]") { return items }
      if depth == 0, byte == UInt8(ascii: ",") { continue }
      item.append(byte)
      if isText {
        isText = isEscaped || byte != UInt8(ascii: "\"")
        isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isText = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: break
      }
      guard depth == 0 else { continue }
      items.append(item)
      item = []
    }
    return nil
  }

  // MARK: - Steps

  private static let blanks = Array(" \t\r\n".utf8)

  private static func compact(_ bytes: [UInt8]) -> [UInt8] {
    var (isText, isEscaped) = (false, false)
    return bytes.filter { byte in
      if isText {
        isText = isEscaped || byte != UInt8(ascii: "\"")
        isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        return true
      }
      isText = byte == UInt8(ascii: "\"")
      return !blanks.contains(byte)
    }
  }

  /// Where a text at depth 1 ends, outside of texts that only hold it.
  private static func position(of start: [UInt8], in text: [UInt8]) -> Int? {
    var (depth, isText, isEscaped) = (0, false, false)
    for (index, byte) in text.enumerated() {
      if isText {
        isText = isEscaped || byte != UInt8(ascii: "\"")
        isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        continue
      }
      if depth == 1, text[index...].starts(with: start) { return index + start.count }
      switch byte {
      case UInt8(ascii: "\""): isText = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: break
      }
    }
    return nil
  }
}
