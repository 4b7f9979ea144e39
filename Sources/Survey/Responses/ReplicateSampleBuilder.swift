import Groundwork
import Statistics
import Tables

// Samples whose design is told by replicate weights.

extension SampleBuilder {
  func replicated(
    _ plan: ReplicatePlan, _ weights: [Int64], _ findings: inout [Finding]
  ) throws(SurveyError) -> BuiltSample {
    var (weights, weighting): ([Int64], Weighting?) = (weights, nil)
    var columns = try replicateColumns(plan, weights)
    if let raking = study.raking {
      var fitting = try fitting(raking, weights, &findings)
      columns = try refitted(columns, plan, fitting)
      weights = try fittedWeights(&fitting)
      noteLimit(fitting, &findings)
      weighting = fitting.summary
    }
    let replicates = SampleReplicates(
      columns: columns, variance: plan.variance, weights: weights,
      degreesOfFreedom: plan.degreesOfFreedom)
    noteFewReplicates(replicates, &findings)
    return BuiltSample(
      sample: Sample(weights: weights, replicates: replicates), weighting: weighting, unitKeys: [],
      strataKeys: [StableHash.hash("")])
  }

  // MARK: - Steps

  private func replicateColumns(
    _ plan: ReplicatePlan, _ weights: [Int64]
  ) throws(SurveyError) -> [[Int64]] {
    let columns = try plan.columns.indices.map { index throws(SurveyError) in
      let (name, place) = (plan.columns[index], assignment.replicates[index])
      guard case .decimal(let column) = table.columns[place] else {
        preconditionFailure("replicate \(index) was not decoded as numbers")
      }
      return kept(try ResponseLoader.weights(column, name: name.text, input: input))
    }
    let checks = ReplicateChecks(plan: plan, columns: columns, weights: weights)
    if let (index, fault) = checks.firstFault {
      throw .badReplicates(plan.columns[index], input: input, fault: fault)
    }
    return columns
  }

  /// Each replicate's weights, fitted to the margins as the weights themselves are.
  private func refitted(
    _ columns: [[Int64]], _ plan: ReplicatePlan, _ fitting: WeightFitting
  ) throws(SurveyError) -> [[Int64]] {
    try columns.indices.map { index throws(SurveyError) in
      var own = fitting
      own.weights = columns[index]
      own.input = "\(input), weighted by \(plan.columns[index].text),"
      return try fittedWeights(&own)
    }
  }

  private func noteFewReplicates(_ replicates: SampleReplicates, _ findings: inout [Finding]) {
    let degrees = replicates.degreesOfFreedom
    guard degrees < SampleBuilder.comfortableDegrees else { return }
    findings.append(
      Finding(
        .warning, kind: "few-sampling-units", subject: "design",
        count: replicates.columns.count,
        text: "\(replicates.columns.count) replicate weights leave \(degrees) degrees of freedom: "
          + "standard errors are rough, and tests in groups with fewer are rougher still"))
  }
}
