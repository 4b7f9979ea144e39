import Groundwork
import NumericCore
import Testing

@testable import Statistics

/// The discriminants of the reference library: R's MASS::lda, its leave-one-out and forward choice.
@Suite("Discriminant cases", .enabled(if: SharedFolder.hasCases, "the shared folder is absent"))
struct DiscriminantCaseTests {
  /// A case with its rows, groups and column names.
  private struct Typed {
    let item: ReferenceCase
    let names: [String]
    let rows: Matrix
    let labels: [Int]
    let classes: [String]
    let folds: [String]

    init(_ name: String, items names: [String], labels: (ReferenceCase) throws -> [String]) throws {
      item = try ReferenceCase(name)
      self.names = names
      let columns = item.columns
      let count = columns[names[0]]?.count ?? 0
      let kept = (0..<count).filter { row in
        names.allSatisfy { Double(columns[$0]?[row] ?? "") != nil }
      }
      rows = Matrix(
        rowCount: kept.count, columnCount: names.count,
        elements: kept.flatMap { row in names.map { Double(columns[$0]?[row] ?? "") ?? .nan } })
      let all = try labels(item)
      let texts = all.count == kept.count ? all : kept.map { all[$0] }
      let classes = Set(texts).sorted()
      self.classes = classes
      self.labels = try texts.map { try #require(classes.firstIndex(of: $0)) }
      folds = kept.map { columns["fold"]?[$0] ?? "\($0 % 5)" }
    }

    /// The labels of a stored k-means solution.
    static func clusters(_ id: String, _ prefix: String) -> (ReferenceCase) throws -> [String] {
      { item in
        let labels: [Int] = try item.value(id, "labels")
        return labels.map { "\(prefix)\($0)" }
      }
    }
  }

  private func bfi() throws -> Typed {
    let items = ["A", "C", "E", "N", "O"].flatMap { letter in (1...5).map { "\(letter)\($0)" } }
    return try Typed("bfi", items: items, labels: Typed.clusters("km.k5", "s"))
  }

  private func jobs() throws -> Typed {
    let items = ["secjob", "hiinc", "promotn", "intjob", "wrkindp", "hlpoths", "hlpsoc"]
    return try Typed(
      "gss2016-job-odi", items: items.map { "imp_\($0)" },
      labels: Typed.clusters("km_raw.k3", "seg"))
  }

  private func schools() throws -> Typed {
    try Typed("holzinger", items: (1...9).map { "x\($0)" }) { $0.columns["school"] ?? [] }
  }

  private func flowers() throws -> Typed {
    try Typed("iris", items: ["sl", "sw", "pl", "pw"]) { $0.columns["species"] ?? [] }
  }

  @Test("bfi, gss2016, holzinger and iris: everything MASS::lda says")
  func fits() throws {
    try check(bfi(), "typing.k5")
    try check(jobs(), "lda.km3")
    try check(schools(), "lda.school")
    try check(flowers(), "lda")
  }

  @Test("the same four: forward choice by lambda, with leave-one-out accuracy after each step")
  func forward() throws {
    try checkForward(bfi(), "typing.k5.forward")
    try checkForward(jobs(), "lda.km3.forward")
    try checkForward(schools(), "lda.school.forward")
    try checkForward(flowers(), "lda.forward")
  }

  @Test("bfi and iris: cross-validation by folds, from sums that folds are taken away from")
  func folds() throws {
    try checkFolds(bfi(), "typing.k5.kfold")
    try checkFolds(flowers(), "lda.kfold")
  }

  // MARK: - Steps

  private func check(_ typed: Typed, _ id: String) throws {
    let item = typed.item
    let groupCount = typed.classes.count
    func agrees(_ found: [Double], _ key: String) throws {
      let expected: [Double] = try item.value(id, key)
      #expect(try item.agrees(found, expected, id), "\(id) \(key)")
    }
    func agrees(_ found: Matrix, matrix key: String, rows: Int = .max) throws {
      let expected: [[Double]] = try item.value(id, key, "data")
      let own = found.elements.prefix(rows == .max ? .max : rows * found.columnCount)
      #expect(try item.agrees(Array(own), expected.flatMap { $0 }, id), "\(id) \(key)")
    }
    func agrees(_ found: Double, number key: String) throws {
      let expected: Double = try item.value(id, key)
      #expect(try item.agrees([found], [expected], id), "\(id) \(key)")
    }
    let classes: [String] = try item.value(id, "classes")
    #expect(classes == typed.classes)
    let fit = try DiscriminantFit(typed.rows, labels: typed.labels, groupCount: groupCount)
    try agrees(fit.shares, "prior")
    try agrees(fit.means, matrix: "means")
    try agrees(fit.axes.scaling, matrix: "scaling")
    try agrees(fit.axes.singularValues, "svd")
    try agrees(fit.axes.traceShares, "prop_trace")
    try agrees(fit.axes.eigenvalues, "canonical_eigenvalues")
    try agrees(fit.axes.correlations, "canonical_corr")
    let wilks = try #require(fit.wilks)
    try agrees(wilks.lambda, number: "wilks")
    try agrees(wilks.f, number: "wilks_approx_F")
    try agrees(wilks.numerator, number: "num_df")
    try agrees(wilks.denominator, number: "den_df")
    try agrees(fit.rule.coefficients, matrix: "classification_coef")
    try agrees(fit.rule.constants, "classification_const")
    let rows = Double(typed.rows.rowCount)
    let whole = fit.resubstitution(typed.rows, labels: typed.labels)
    try agrees(whole, matrix: "resub_confusion")
    try agrees(whole.diagonal.reduce(0, +) / rows, number: "resub_accuracy")
    let left = fit.confusion(fit.leaveOneOut(typed.rows, labels: typed.labels), typed.labels)
    try agrees(left, matrix: "loocv_confusion")
    try agrees(left.diagonal.reduce(0, +) / rows, number: "loocv_accuracy")
    try agrees(fit.rule.posteriors(typed.rows), matrix: "posterior_first5", rows: 5)
  }

  private func checkForward(_ typed: Typed, _ id: String) throws {
    let item = typed.item
    let expected: [[String: Any]] = try item.list(id)
    let sums = LabelledSums(
      typed.rows, chosen: Array(typed.labels.indices), labels: typed.labels,
      groupCount: typed.classes.count, origin: DiscriminantFit.origin(typed.rows))
    let steps = WilksSteps.choose(sums, count: expected.count)
    #expect(steps.map { typed.names[$0.column] } == expected.compactMap { $0["item"] as? String })
    for (place, step) in steps.enumerated() {
      let columns = steps[...place].map(\.column)
      let chosen = typed.rows.selecting(rows: Array(typed.labels.indices), columns: columns)
      let fit = try DiscriminantFit(
        chosen, labels: typed.labels, groupCount: typed.classes.count)
      let left = fit.leaveOneOut(chosen, labels: typed.labels)
      let right = zip(left, typed.labels).count { $0 == $1 }
      let found = [step.lambda, step.partialF, Double(right) / Double(typed.labels.count)]
      let stored = ["wilks", "partial_F", "loocv_accuracy"].map {
        expected[place][$0] as? Double ?? .nan
      }
      #expect(try item.agrees(found, stored, id), "\(id) step \(place + 1)")
    }
  }

  private func checkFolds(_ typed: Typed, _ id: String) throws {
    let all = Array(typed.labels.indices)
    func sums(_ rows: [Int]) -> LabelledSums {
      LabelledSums(
        typed.rows, chosen: rows, labels: typed.labels, groupCount: typed.classes.count,
        origin: DiscriminantFit.origin(typed.rows))
    }
    let whole = sums(all)
    let columns = Array(0..<typed.names.count)
    var confusion = Matrix(rowCount: typed.classes.count, columnCount: typed.classes.count)
    for fold in Set(typed.folds).sorted() {
      let members = all.filter { typed.folds[$0] == fold }
      let rule = try (whole - sums(members)).discriminant(columns)
      let assigned = rule.assign(typed.rows.selecting(rows: members, columns: columns))
      for (row, group) in zip(members, assigned) { confusion[typed.labels[row], group] += 1 }
    }
    let stored: [[Double]] = try typed.item.value(id, "confusion", "data")
    #expect(try typed.item.agrees(confusion.elements, stored.flatMap { $0 }, id))
    let accuracy: Double = try typed.item.value(id, "accuracy")
    let right = confusion.diagonal.reduce(0, +) / Double(all.count)
    #expect(try typed.item.agrees([right], [accuracy], id))
  }
}
