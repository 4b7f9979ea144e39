/// Finds what somebody probably meant: the basis of every "did you mean".
public enum Suggestion {
  /// The candidate nearest to a mistyped word, or `nil` when none is near.
  ///
  /// - Parameters:
  ///   - word: what was written.
  ///   - candidates: what could have been meant; of equally near ones the first wins.
  /// - Returns: a candidate at an edit distance of at most a third of the word's length (but
  ///   at least 1) and less than half of either, letters compared without case. Names that differ
  ///   in their digits alone are names of different things: of these `01` is near `1`, and
  ///   `imp_09` not near `imp_99`. Names that differ in blanks, `_`, `-` and `.` alone are nearest.
  ///   Where none is near, the one candidate that begins with the word.
  /// - Complexity: O(candidates x length^2).
  public static func nearest(to word: String, among candidates: [String]) -> String? {
    let wanted = Array(word.lowercased().unicodeScalars)
    let limit = max(1, wanted.count / 3)
    var best: (distance: Int, candidate: String)?
    for candidate in candidates {
      let other = Array(candidate.lowercased().unicodeScalars)
      let distance = hasSameLetters(wanted, other) ? 0 : editDistance(wanted, other)
      guard distance <= limit, distance < best?.distance ?? Int.max else { continue }
      if isSameName(wanted, other) ?? (2 * distance < max(wanted.count, other.count)) {
        best = (distance, candidate)
      }
    }
    return best?.candidate ?? completed(wanted, among: candidates)
  }

  /// Marks that people leave out of names, or put in.
  private static let marks: Set<Unicode.Scalar> = [" ", "_", "-", "."]
  /// The fewest letters that a beginning says something with.
  private static let beginning = 3

  /// Whether two words are one but for marks between their parts; their numbers are the same.
  private static func hasSameLetters(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Bool {
    left.filter { !marks.contains($0) } == right.filter { !marks.contains($0) }
      && parts(left).numbers == parts(right).numbers
  }

  /// The one candidate that begins with a word; a number is not begun by another.
  private static func completed(
    _ word: [Unicode.Scalar], among candidates: [String]
  ) -> String? {
    guard word.count >= beginning, let last = word.last else { return nil }
    let found = candidates.filter { candidate in
      let other = Array(candidate.lowercased().unicodeScalars)
      guard other.count > word.count, other.starts(with: word) else { return false }
      return !("0"..."9" ~= last && "0"..."9" ~= other[word.count])
    }
    return found.count == 1 ? found[0] : nil
  }

  /// Whether the numbers in two words are equal but for zeros in front; `nil` when the words
  /// differ in more than their digits, or hold none.
  private static func isSameName(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Bool? {
    let (first, second) = (parts(left), parts(right))
    guard first.letters == second.letters, !first.numbers.isEmpty, !second.numbers.isEmpty else {
      return nil
    }
    return first.numbers == second.numbers
  }

  /// A word with a mark in the place of each number, and the numbers without zeros in front.
  private static func parts(
    _ word: [Unicode.Scalar]
  ) -> (letters: [Unicode.Scalar], numbers: [[Unicode.Scalar]]) {
    var (letters, numbers) = ([Unicode.Scalar](), [[Unicode.Scalar]]())
    var isInNumber = false
    for scalar in word {
      let isDigit = "0"..."9" ~= scalar
      if isDigit, !isInNumber { numbers.append([]) }
      if !isDigit || !isInNumber { letters.append(isDigit ? "#" : scalar) }
      let isLeadingZero = scalar == "0" && numbers.last?.isEmpty == true
      if isDigit, !isLeadingZero { numbers[numbers.count - 1].append(scalar) }
      isInNumber = isDigit
    }
    return (letters, numbers)
  }

  /// The number of insertions, deletions, substitutions and swaps of neighbours between two
  /// words (optimal string alignment).
  private static func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        var cost = min(
          previous[column] + (letter == other ? 0 : 1),
          previous[column + 1] + 1,
          current[column] + 1)
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          cost = min(cost, beforePrevious[column - 1] + 1)
        }
        current.append(cost)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
