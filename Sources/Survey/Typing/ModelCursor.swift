import Groundwork

/// A value of a model file, asked for by its key: texts become numbers only here.
struct ModelCursor {
  let node: StudyNode
  /// The path of keys, for messages.
  let path: String

  func wrong(_ expected: String) -> TypingModelFailure {
    .wrongValue(node.place, key: path, expected: expected)
  }

  /// The value of a key.
  func member(_ key: String) throws(TypingModelFailure) -> ModelCursor {
    guard case .mapping(let entries) = node.content else { throw wrong("an object") }
    guard let entry = entries.first(where: { $0.key == key }) else {
      throw ModelCursor(node: node, path: name(key)).wrong("a value")
    }
    return ModelCursor(node: entry.value, path: name(key))
  }

  /// The value of a key, `nil` where it is `null`; for values that are never that word.
  func optional(_ key: String) throws(TypingModelFailure) -> ModelCursor? {
    let value = try member(key)
    if case .text("null") = value.node.content { return nil }
    return value
  }

  /// The value of a key that models of older versions lack; `nil` there and where it is `null`.
  func present(_ key: String) throws(TypingModelFailure) -> ModelCursor? {
    guard case .mapping(let entries) = node.content else { throw wrong("an object") }
    return entries.contains { $0.key == key } ? try optional(key) : nil
  }

  /// The items of a list.
  func items() throws(TypingModelFailure) -> [ModelCursor] {
    guard case .list(let items) = node.content else { throw wrong("a list") }
    return items.enumerated().map { ModelCursor(node: $1, path: "\(path)[\($0)]") }
  }

  func text() throws(TypingModelFailure) -> String {
    guard case .text(let text) = node.content else { throw wrong("a text") }
    return text
  }

  /// A finite number in the digits of JSON.
  func number() throws(TypingModelFailure) -> Double {
    let allowed = "0123456789+-.eE"
    let text = try text()
    guard text.allSatisfy({ allowed.contains($0) }), let value = Double(text), value.isFinite else {
      throw wrong("a number")
    }
    return value
  }

  /// A whole number inside bounds.
  func whole(_ bounds: ClosedRange<Int>) throws(TypingModelFailure) -> Int {
    guard let value = StudyText.whole(try text()), bounds.contains(value) else {
      throw wrong("a whole number, \(bounds.lowerBound) to \(bounds.upperBound)")
    }
    return value
  }

  /// A share, 0...1.
  func share() throws(TypingModelFailure) -> Double {
    let value = try number()
    guard 0 <= value, value <= 1 else { throw wrong("a share, 0 to 1") }
    return value
  }

  /// A number above 0.
  func positive() throws(TypingModelFailure) -> Double {
    let value = try number()
    guard value > 0 else { throw wrong("a number above 0") }
    return value
  }

  /// Shares of a whole, in a list of a known length.
  func shares(_ count: Int) throws(TypingModelFailure) -> [Double] {
    var result: [Double] = []
    for item in try items(count) { result.append(try item.share()) }
    guard abs(result.reduce(0, +) - 1) < 1e-6 else { throw wrong("shares that add up to 1") }
    return result
  }

  func word<Word: RawRepresentable<String> & CaseIterable>(
    _ type: Word.Type
  ) throws(TypingModelFailure) -> Word {
    guard let word = Word(rawValue: try text()) else {
      throw wrong("one of " + Word.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return word
  }

  /// The numbers of a list of a known length.
  func numbers(_ count: Int) throws(TypingModelFailure) -> [Double] {
    var result: [Double] = []
    for item in try items(count) { result.append(try item.number()) }
    return result
  }

  /// The whole numbers of a list of a known length.
  func wholes(
    _ count: Int, _ bounds: ClosedRange<Int>
  ) throws(TypingModelFailure) -> [Int] {
    var result: [Int] = []
    for item in try items(count) { result.append(try item.whole(bounds)) }
    return result
  }

  /// The items of a list of a known length.
  func items(_ count: Int) throws(TypingModelFailure) -> [ModelCursor] {
    let items = try items()
    guard items.count == count else { throw wrong("a list of \(count), not of \(items.count)") }
    return items
  }

  // MARK: - Steps

  private func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}
