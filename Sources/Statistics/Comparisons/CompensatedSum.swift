extension Sequence {
  /// The sum of a term of each element, as if it were computed with twice the digits and rounded
  /// once: what each addition loses is summed too.
  ///
  /// - Parameter term: what is added for an element; finite.
  /// - Returns: the sum; 0 of nothing. It is not finite where a term or the sum is not.
  ///
  /// Source: Ogita, Rump and Oishi (2005), Accurate sum and dot product, Sum2.
  func compensatedSum(_ term: (Element) -> Double) -> Double {
    var (sum, lost) = (0.0, 0.0)
    for element in self {
      let value = term(element)
      let next = sum + value
      let added = next - sum
      lost += (sum - (next - added)) + (value - added)
      sum = next
    }
    return sum + lost
  }
}
