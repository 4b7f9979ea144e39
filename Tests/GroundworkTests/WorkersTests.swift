import Groundwork
import Synchronization
import Testing

@Suite("Workers")
struct WorkersTests {
  @Test("results stand in the order of the pieces", arguments: [1, 2, 3, 64])
  func order(threadCount: Int) {
    let workers = Workers(threadCount: threadCount)
    #expect(workers.map(1000) { $0 * $0 } == (0..<1000).map { $0 * $0 })
  }

  @Test("an optional result may be nil and keeps its place", arguments: [1, 2])
  func optionalResults(threadCount: Int) {
    let results = Workers(threadCount: threadCount).map(4) { $0 % 2 == 0 ? $0 : nil }
    #expect(results == [0, nil, 2, nil])
  }

  @Test("every piece is computed exactly once", arguments: [1, 2, 8])
  func onceEach(threadCount: Int) {
    let calls = Mutex([Int](repeating: 0, count: 500))
    _ = Workers(threadCount: threadCount).map(500) { index in
      calls.withLock { $0[index] += 1 }
    }
    #expect(calls.withLock { $0 } == [Int](repeating: 1, count: 500))
  }

  @Test("no more pieces run at once than there are threads", arguments: [1, 2, 3])
  func limit(threadCount: Int) {
    let running = Mutex((now: 0, most: 0))
    _ = Workers(threadCount: threadCount).map(200) { _ in
      running.withLock {
        $0.now += 1
        $0.most = max($0.most, $0.now)
      }
      running.withLock { $0.now -= 1 }
    }
    #expect(running.withLock { $0.most } <= threadCount)
  }

  @Test("nothing to do gives nothing", arguments: [1, 2])
  func nothing(threadCount: Int) {
    let workers = Workers(threadCount: threadCount)
    #expect(workers.map(0) { $0 }.isEmpty)
    #expect(workers.mapRanges(of: 0, size: 10) { $0 }.isEmpty)
  }

  @Test("ranges cover everything once, in order", arguments: [1, 2, 7, 10, 11, 1000])
  func ranges(size: Int) {
    for threadCount in [1, 2] {
      let workers = Workers(threadCount: threadCount)
      let ranges = workers.mapRanges(of: 10, size: size) { $0 }
      #expect(ranges.flatMap(Array.init) == Array(0..<10))
      #expect(ranges.allSatisfy { $0.count <= size })
      #expect(ranges.dropLast().allSatisfy { $0.count == size })
    }
  }

  @Test("there is always one thread at least")
  func leastThreads() {
    #expect(Workers(threadCount: 0).threadCount == 1)
    #expect(Workers(threadCount: -3).threadCount == 1)
    #expect(Workers().threadCount == Workers.processorCount)
    #expect(Workers.processorCount >= 1)
  }

  @Test("ranges of no rows are a programmer's mistake")
  func emptyRanges() async {
    await #expect(processExitsWith: .failure) {
      _ = Workers(threadCount: 1).mapRanges(of: 10, size: 0) { $0 }
    }
  }
}
