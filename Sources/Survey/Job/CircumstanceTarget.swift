import Statistics

/// A score of each person that circumstances may explain.
struct CircumstanceTarget {
  let target: CircumstanceSection.Target
  /// By row in canonical order.
  let values: [Double?]
  /// In the same order.
  let sample: Sample

  /// What groups explain, added to a circumstance: tested by what differs between their means.
  func explain(
    _ circumstance: inout CircumstanceSection.Circumstance, groups: [Int32], groupCount: Int
  ) -> ExplainedShare? {
    let share = ExplainedShare(
      of: values, groups: groups, groupCount: groupCount, sample: sample)
    let test = PartialAssociation(
      .numbers(values), groups: groups, groupCount: groupCount, sample: sample)
    return added(share, test?.p, to: &circumstance)
  }

  /// What a straight line explains, tested by its slope.
  func explain(
    _ circumstance: inout CircumstanceSection.Circumstance, line: [Double?]
  ) -> ExplainedShare? {
    let share = ExplainedShare(of: values, line: line, sample: sample)
    let fit = DesignRegression(values, on: [line], sample: sample)
    return added(share, fit?.test(1).p, to: &circumstance)
  }

  /// Ranks the circumstances by what they explain.
  ///
  /// Two are told apart where their shares differ by a test at 5 %, Holm's adjustment over all
  /// pairs, and the larger one explains something at all: near 0 shares have no normal error.
  ///
  /// - Parameters:
  ///   - circumstances: all of them; they get adjusted p-values and ranks.
  ///   - shares: by circumstance, as `explain` returned them.
  func rank(
    _ circumstances: inout [CircumstanceSection.Circumstance], _ shares: [ExplainedShare?]
  ) {
    let known = shares.indices.filter { shares[$0] != nil }
    var own = known.compactMap { place in
      circumstances[place].explained.first { $0.target == target }
    }
    CircumstanceTarget.adjust(&own)
    let order = own.indices.sorted { (own[$0].share ?? 0) > (own[$1].share ?? 0) }
    let pairs = order.indices.flatMap { high in
      (high + 1..<max(high + 1, order.count)).map { (order[high], order[$0]) }
    }
    let tests = AdjustedPValues.holm(
      pairs.map { high, low in
        guard let left = shares[known[high]], let right = shares[known[low]] else { return nil }
        let test = left.difference(from: right, in: sample)
        return test.difference > 0 ? test.p : nil
      })
    for place in own.indices { own[place].ranks = 1...own.count }
    for ((high, low), p) in zip(pairs, tests)
    where own[high].isFound && (p ?? 1) <= CircumstanceSection.falseShare {
      own[high].ranks = own[high].ranks.map { $0.lowerBound...$0.upperBound - 1 }
      own[low].ranks = own[low].ranks.map { $0.lowerBound + 1...$0.upperBound }
    }
    for (place, explained) in zip(known, own) {
      circumstances[place].explained.removeAll { $0.target == target }
      circumstances[place].explained.append(explained)
    }
  }

  /// Adjusts p-values and ranks by share.
  static func adjust(_ own: inout [CircumstanceSection.Explained]) {
    let adjusted = AdjustedPValues.benjaminiHochberg(own.map(\.p))
    let shares = own.map { $0.share ?? 0 }
    for place in own.indices {
      own[place].adjustedP = adjusted[place]
      own[place].rank = 1 + shares.count { $0 > shares[place] }
    }
  }

  // MARK: - Steps

  private func added(
    _ share: ExplainedShare?, _ p: Double?,
    to circumstance: inout CircumstanceSection.Circumstance
  ) -> ExplainedShare? {
    guard let share, share.count >= Disclosure.floor else { return nil }
    let error = share.standardError(in: sample)
    let ends = DifferenceTest(
      difference: share.adjusted, variance: error * error,
      degreesOfFreedom: Double(share.degreesOfFreedom)
    ).interval()
    let isFound = (p ?? 1) <= CircumstanceSection.falseShare
    circumstance.explained.append(
      CircumstanceSection.Explained(
        target: target, count: share.count, share: share.adjusted, standardError: error,
        interval: ends.map { (isFound ? max(0, $0.low) : 0)...min(1, max(0, $0.high)) }, p: p))
    return share
  }
}

/// What circumstances explain of the clusters, from the profile's tests.
struct CircumstanceClusters {
  let profile: ProfileSection
  let clusterCount: Int
  let responses: Responses

  /// Adds the share, the p-value with habits of rating taken out, and the rank.
  func add(
    _ variables: [ProfileVariable?], to circumstances: inout [CircumstanceSection.Circumstance]
  ) {
    var places: [Int] = []
    var own: [CircumstanceSection.Explained] = []
    for (place, variable) in variables.enumerated() {
      guard let variable,
        let described = profile.variables.first(where: {
          $0.kind == variable.kind && $0.name == variable.name
        }), described.refusal.isEmpty, described.respondentCount >= Disclosure.floor
      else { continue }
      places.append(place)
      own.append(
        CircumstanceSection.Explained(
          target: .clusters, count: described.respondentCount,
          share: share(described, variable), p: described.p))
    }
    CircumstanceTarget.adjust(&own)
    for (place, explained) in zip(places, own) {
      circumstances[place].explained.insert(explained, at: 0)
    }
  }

  // MARK: - Steps

  /// The square of Cramér's V without its bias; of a number, the adjusted share of its variance.
  ///
  /// Source: Bergsma (2013), A bias-correction for Cramér's V and Tschuprow's T.
  private func share(_ described: VariableProfile, _ variable: ProfileVariable) -> Double? {
    guard let strength = described.strength else { return nil }
    let square = strength * strength
    let people = Double(described.respondentCount) * responses.worth
    let columns = Double(clusterCount)
    guard case .levels(let labels, _) = variable.answers else {
      let spare = people - columns
      return spare > 0 ? max(0, 1 - (1 - square) * (people - 1) / spare) : 0
    }
    let rows = Double(labels.count)
    let (lost, lostRows, lostColumns) = (
      (rows - 1) * (columns - 1) / (people - 1), (rows - 1) * (rows - 1) / (people - 1),
      (columns - 1) * (columns - 1) / (people - 1)
    )
    let least = min(rows - lostRows, columns - lostColumns) - 1
    guard people > 1, least > 0 else { return nil }
    return min(1, max(0, square * (min(rows, columns) - 1) - lost) / least)
  }
}

extension Responses {
  /// What a respondent is worth under the weights: Kish's effective number over the people.
  fileprivate var worth: Double {
    peopleCount > 0 ? effectiveCount / Double(peopleCount) : 1
  }
}
