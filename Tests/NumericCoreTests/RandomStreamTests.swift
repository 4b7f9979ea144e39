import Testing

@testable import NumericCore

@Suite("Random streams")
struct RandomStreamTests {
  @Test("the first values are frozen: all published results hang on them")
  func frozen() {
    var stream = RandomStream(seed: 1, purpose: "test", index: 2)
    let values = (0..<3).map { _ in stream.next() }
    #expect(
      values == [
        17_611_079_302_777_322_881, 17_757_403_401_657_961_502, 10_200_408_395_943_141_533,
      ])
  }

  @Test("seed, purpose and index each give another stream; the same three the same one")
  func keys() {
    func first(_ seed: UInt64, _ purpose: String, _ index: UInt64) -> UInt64 {
      var stream = RandomStream(seed: seed, purpose: purpose, index: index)
      return stream.next()
    }
    #expect(first(1, "a", 0) == first(1, "a", 0))
    let others = [first(2, "a", 0), first(1, "b", 0), first(1, "a", 1), first(2, "b", 0)]
    #expect(Set(others + [first(1, "a", 0)]).count == 5)
  }

  // 200,000 draws: a mean is known to .0007 of a standard deviation times 1/√n; bars are 5 of
  // its standard errors.
  @Test("uniform and normal numbers have their moments")
  func moments() {
    var stream = RandomStream(seed: 3, purpose: "moments")
    let count = 200_000
    var (uniform, uniformSquares, normal, normalSquares, fourth) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for _ in 0..<count {
      let u = stream.uniform()
      #expect(u > 0 && u < 1)
      uniform += u
      uniformSquares += u * u
      let z = stream.normal()
      normal += z
      normalSquares += z * z
      fourth += z * z * z * z
    }
    let n = Double(count)
    #expect(abs(uniform / n - 0.5) < 5 * 0.2887 / n.squareRoot())
    #expect(abs(uniformSquares / n - 1 / 3.0) < 5 * 0.2981 / n.squareRoot())
    #expect(abs(normal / n) < 5 / n.squareRoot())
    #expect(abs(normalSquares / n - 1) < 5 * 2.0.squareRoot() / n.squareRoot())
    #expect(abs(fourth / n - 3) < 5 * 96.0.squareRoot() / n.squareRoot())
  }

  @Test("gamma numbers have their mean and variance, for small and large shapes")
  func gamma() {
    for shape in [0.3, 1, 2.5, 40] {
      var stream = RandomStream(seed: 4, purpose: "gamma")
      let count = 50_000
      let values = (0..<count).map { _ in stream.gamma(shape: shape) }
      let mean = values.reduce(0, +) / Double(count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
      let standardError = (shape / Double(count)).squareRoot()
      #expect(abs(mean - shape) < 5 * standardError)
      // The variance of a variance: (kurtosis - 1) σ⁴ / n with kurtosis 3 + 6 / shape.
      let spread = ((2 + 6 / shape) / Double(count)).squareRoot() * shape
      #expect(abs(variance - shape) < 5 * spread)
    }
  }

  @Test("whole numbers below a bound are equally frequent")
  func below() {
    var stream = RandomStream(seed: 5, purpose: "below")
    var counts = [Int](repeating: 0, count: 10)
    for _ in 0..<100_000 { counts[stream.below(10)] += 1 }
    let chiSquare = counts.reduce(0.0) { $0 + Double(($1 - 10_000) * ($1 - 10_000)) / 10_000 }
    // The .999 quantile of chi-square with 9 degrees of freedom.
    #expect(chiSquare < 27.88)
    #expect(stream.below(1) == 0)
    // A bound of more than half the range makes rejections frequent; all must stay below it.
    #expect((0..<100).allSatisfy { _ in stream.below(Int.max / 3 * 2) < Int.max / 3 * 2 })
  }

  @Test("each bit is set about half of the time, and runs of draws do not follow one another")
  func bits() {
    var stream = RandomStream(seed: 6, purpose: "bits")
    var counts = [Int](repeating: 0, count: 64)
    var product = 0.0
    var former = stream.uniform()
    for _ in 0..<20_000 {
      let value = stream.next()
      for bit in 0..<64 where value >> UInt64(bit) & 1 == 1 { counts[bit] += 1 }
      let next = stream.uniform()
      product += (former - 0.5) * (next - 0.5)
      former = next
    }
    // 5 standard errors of a share of one half.
    #expect(counts.allSatisfy { abs($0 - 10_000) < 5 * 71 })
    #expect(abs(product / 20_000 * 12) < 5 / 20_000.0.squareRoot())
  }
}
