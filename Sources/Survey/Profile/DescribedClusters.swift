extension ClusterResult {
  /// Gives each cluster the sentence that may name it.
  mutating func name(_ study: Study, _ profile: ProfileSection?) {
    guard case .done(var done) = section else { return }
    let sentences = ClusterNaming(study: study, section: done, profile: profile).sentences()
    for (cluster, sentence) in sentences.enumerated() {
      done.clusters[cluster].suggestedName = sentence
    }
    section = .done(done)
  }
}

extension SegmentScores {
  /// The scores of a cluster: formed on these very answers, it is described, never tested by them.
  var withoutTests: SegmentScores {
    var described = self
    for place in outcomes.indices {
      (described.outcomes[place].gapP, described.outcomes[place].adjustedGapP) = (nil, nil)
    }
    return described
  }
}
