/// Groups of the job model as columns of a banner, in the words of `unmet compare --by`.
extension Study {
  /// The study with the groups of its job model that are asked for, behind its own segmentations.
  ///
  /// - Parameter names: texts as `--by` takes them: `roles`, `solutions` or `solutions.kind`, one
  ///   or several with commas between. Other names, and those of declared segmentations, are
  ///   passed over.
  /// - Returns: the study, to plan a tabulation and to run it.
  public func segmented(by names: [String]) -> Study {
    let wished = Set(names.flatMap { $0.split(separator: ",").map(String.init) })
    let declared = Set(segmentations.map(\.name))
    var study = self
    study.segmentations += ImprovementGroups.ofJobModel(self).map(\.plan).filter {
      wished.contains($0.name) && !declared.contains($0.name)
    }
    return study
  }

  /// The groupings as the study means them: answers that make up a role or a kind together.
  func united(_ groupings: [Grouping]) -> [Grouping] {
    let choices = ImprovementGroups.ofJobModel(self)
    return zip(segmentations, groupings).map { plan, grouping in
      let unions = choices.first { $0.plan == plan }?.unions ?? []
      return ImprovementGroups.grouping(grouping, unions: unions)
    }
  }
}
