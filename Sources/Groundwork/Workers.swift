import Dispatch
import Synchronization

/// Runs independent pieces of work on a fixed number of threads and returns their results in
/// the order of the pieces, so that no result can depend on which thread was faster.
///
/// Use it wherever a block of rows or a restart can be computed alone.
public struct Workers: Sendable {
  /// The largest number of pieces that run at once, at least 1.
  public let threadCount: Int

  /// - Parameter threadCount: how many threads to use; `nil` takes one for each processor.
  public init(threadCount: Int? = nil) {
    self.threadCount = max(1, threadCount ?? Workers.processorCount)
  }

  /// Computes `body(0) ... body(count - 1)`.
  ///
  /// - Parameters:
  ///   - count: the number of pieces, 0 or more.
  ///   - body: computes one piece; it is called once for each index, on any thread.
  /// - Returns: the results, by index.
  public func map<Result: Sendable>(
    _ count: Int, _ body: @Sendable (Int) -> Result
  ) -> [Result] {
    guard threadCount > 1, count > 1 else { return (0..<count).map(body) }
    let results = Mutex([Result?](repeating: nil, count: count))
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: min(threadCount, count)) { _ in
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        let result = body(index)
        results.withLock { $0[index] = result }
      }
    }
    return results.withLock { $0.compactMap { $0 } }
  }

  /// Splits `0..<total` into ranges of at most `size` and computes each of them.
  ///
  /// - Returns: the results in the order of the ranges.
  public func mapRanges<Result: Sendable>(
    of total: Int, size: Int, _ body: @Sendable (Range<Int>) -> Result
  ) -> [Result] {
    precondition(size > 0, "a range needs at least one row, size is \(size)")
    return map((total + size - 1) / size) { piece in
      body(piece * size..<min(total, (piece + 1) * size))
    }
  }
}
