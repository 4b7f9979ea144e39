import Groundwork

/// Reads study files.
///
/// The file is YAML of the plain kind: mappings, lists and texts. Anchors, aliases, merge keys
/// and tags are refused, unknown keys too; whatever is wrong is told with line and byte column,
/// all of it at once as far as that makes sense.
public enum StudyReader {
  /// The study in a file, and the SHA-256 digest of the file's bytes.
  ///
  /// - Parameter path: the study file.
  /// - Returns: the study, every default filled in, and 64 hexadecimal digits.
  /// - Throws: `StudyError` when the file cannot be read, or with everything that is wrong in it.
  public static func read(path: String) throws(StudyError) -> (study: Study, sha256: String) {
    let bytes = try StudyBytes.contents(of: path)
    if [".csv", ".tsv", ".xlsx", ".sav"].contains(where: { path.lowercased().hasSuffix($0) }) {
      throw StudyError(.notAStudy(found: "a data file"), at: Place(file: path, line: 1))
    }
    var digest = SHA256()
    digest.update(bytes)
    return (try parse(bytes, file: path), digest.hexDigest)
  }

  /// The name of a study in a file that may be wrong otherwise; `nil` where it cannot be told.
  public static func name(path: String) -> String? {
    guard let bytes = try? StudyBytes.contents(of: path),
      let document = try? StudyDocument.parse(bytes, file: path)
    else { return nil }
    var structure = StudyStructure()
    let name = StudyCursor(node: structure.checked(document), path: "")["study"]?.text ?? ""
    return name.isEmpty ? nil : name
  }

  /// The study that a text stands for.
  ///
  /// - Parameters:
  ///   - text: the bytes of the study file, at most 1 MiB.
  ///   - file: its name for messages.
  /// - Returns: the study, every default filled in.
  /// - Throws: `StudyError.wrong` with everything that is wrong.
  /// - Complexity: O(bytes).
  public static func parse(_ text: [UInt8], file: String) throws(StudyError) -> Study {
    let document = try StudyDocument.parse(text, file: file)
    var structure = StudyStructure()
    let root = structure.checked(document)
    var builder = StudyBuilder(file: file, problems: structure.problems)
    let study = builder.study(StudyCursor(node: root, path: ""))
    guard builder.problems.isEmpty else { throw StudyError(builder.problems) }
    return study
  }
}
