#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The mean of a part from a night on, held against that of a part before, or against a bound.
struct EvidenceContrast {
  let difference: Double
  let standardError: Double
  let degreesOfFreedom: Double
  /// h of `MixtureEvidence`.
  let information: Double

  init(difference: Double, variances: (Double, Double), counts: (Double, Double), effect: Double) {
    self.difference = difference
    let (new, old) = counts
    let square = variances.0 / new + (old.isFinite ? variances.1 / old : 0)
    standardError = square.squareRoot()
    degreesOfFreedom = old.isFinite ? new + old - 2 : new - 1
    information = square > 0 ? variances.0 / square * effect : 0
  }

  var t: Double { standardError > 0 ? difference / standardError : 0 }

  var above: Double {
    MixtureEvidence.above(t: t, degreesOfFreedom: degreesOfFreedom, information: information)
  }

  var below: Double {
    MixtureEvidence.above(t: -t, degreesOfFreedom: degreesOfFreedom, information: information)
  }

  func interval(_ level: Double) -> (low: Double, high: Double) {
    let critical = MixtureEvidence.criticalT(
      level: level, degreesOfFreedom: degreesOfFreedom, information: information)
    let half = critical.isFinite && standardError > 0 ? critical * standardError : .infinity
    return (difference - half, difference + half)
  }
}

/// All contrasts that a claim needs, see `EvidencePlan`: the parts after by the parts before.
struct EvidenceContrasts {
  /// A' with A and B; `nil` the second where there is but one part or a bound.
  let first: (EvidenceContrast, EvidenceContrast?)
  /// B' with B and A; `nil` where there is but one part.
  let second: (EvidenceContrast, EvidenceContrast?)?

  init(
    _ old: AnswerSide, _ new: AnswerSide, _ figure: EvidencePlan.Figure,
    effects: (Double, Double)
  ) {
    let nu = new.count + old.count - 2
    let a = (new.count * new.firstSpread + old.count * old.firstSpread) / nu
    let b = (new.count * new.secondSpread + old.count * old.secondSpread) / nu
    let counts = (new.count, old.count)
    func contrast(_ x: Double, _ y: Double, _ v: (Double, Double), _ g: Double)
      -> EvidenceContrast
    {
      EvidenceContrast(difference: x - y, variances: v, counts: counts, effect: g)
    }
    let own = contrast(new.first, old.first, (a, a), effects.0)
    guard figure == .larger else {
      (first, second) = ((own, nil), nil)
      return
    }
    first = (own, contrast(new.first, old.second, (a, b), effects.0))
    second = (
      contrast(new.second, old.second, (b, b), effects.1),
      contrast(new.second, old.first, (b, a), effects.1)
    )
  }

  init(
    bound: Double, _ new: AnswerSide, _ figure: EvidencePlan.Figure, effects: (Double, Double)
  ) {
    func contrast(_ mean: Double, _ spread: Double, _ g: Double) -> EvidenceContrast {
      let variance = spread * new.count / (new.count - 1)
      return EvidenceContrast(
        difference: mean - bound, variances: (variance, 0), counts: (new.count, .infinity),
        effect: g)
    }
    first = (contrast(new.first, new.firstSpread, effects.0), nil)
    second =
      figure == .larger ? (contrast(new.second, new.secondSpread, effects.1), nil) : nil
  }

  func evidence(_ claim: EvidencePlan.Claim) -> Double {
    switch claim {
    case .change: (rise + fall) / 2
    case .rise, .above: rise
    case .fall, .below: fall
    }
  }

  private var rise: Double {
    func least(_ pair: (EvidenceContrast, EvidenceContrast?)) -> Double {
      let own = pair.0.above
      guard own > 0, let other = pair.1 else { return own }
      return min(own, other.above)
    }
    guard let second else { return least(first) }
    return (least(first) + least(second)) / 2
  }

  private var fall: Double {
    func mean(_ pair: (EvidenceContrast, EvidenceContrast?)) -> Double {
      guard let other = pair.1 else { return pair.0.below }
      return (pair.0.below + other.below) / 2
    }
    let own = mean(first)
    guard own > 0, let second else { return own }
    return min(own, mean(second))
  }

  /// Student's statistic of the claim: no evidence in it is larger than that of this one.
  func t(_ claim: EvidencePlan.Claim) -> Double {
    func ends(_ pair: (EvidenceContrast, EvidenceContrast?)) -> (Double, Double) {
      let (one, other) = (pair.0.t, pair.1?.t ?? pair.0.t)
      return (min(one, other), max(-one, -other))
    }
    let one = ends(first)
    let other = second.map(ends) ?? one
    let (rise, fall) = (max(one.0, other.0), min(one.1, other.1))
    switch claim {
    case .change: return max(rise, fall)
    case .rise, .above: return rise
    case .fall, .below: return fall
    }
  }

  func interval(_ level: Double) -> ClosedRange<Double> {
    let part = second == nil ? level : first.1 == nil ? level / 2 : level / 4
    func bounds(_ pair: (EvidenceContrast, EvidenceContrast?)) -> (Double, Double) {
      let own = pair.0.interval(part)
      guard let other = pair.1?.interval(part) else { return (own.low, own.high) }
      return (min(own.low, other.low), min(own.high, other.high))
    }
    let one = bounds(first)
    let other = second.map(bounds) ?? one
    return max(one.0, other.0)...max(one.1, other.1)
  }

  var degreesOfFreedom: Double { first.0.degreesOfFreedom }
}
