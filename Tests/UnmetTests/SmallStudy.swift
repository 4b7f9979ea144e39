/// A study of two outcomes and forty respondents, written by hand: small enough that each fault
/// is a change of one line.
enum SmallStudy {
  static let yaml = """
    study: Small
    job: Try things out
    responses:
      file: responses.csv
      respondent: id
      scale: 1-5
    outcomes:
      importance: imp_{id}
      satisfaction: sat_{id}
      list:
        - 01: Minimize the time it takes
        - 02: Minimize the likelihood of harm
    segments: [role]

    """

  static let header = "id,role,imp_01,sat_01,imp_02,sat_02"

  /// The records of forty respondents; row 7 is the eighth.
  static let records = (0..<40).map { row in
    let role = row % 3 == 0 ? "User" : "Support"
    return "R\(row),\(role),\(1 + row % 5),\(5 - row * 3 % 5),\(3 + row % 3),\(1 + row * 7 % 4)"
  }

  static func csv(header: String = header, records: [String] = records) -> String {
    ([header] + records).joined(separator: "\n") + "\n"
  }

  /// The file with one record changed.
  static func csv(changing row: Int, to record: String) -> String {
    var records = records
    records[row] = record
    return csv(records: records)
  }
}
