// The keys on the weights of roles, after those of StudyKeysOfJob.swift.

extension StudyKey {
  static let roleWeightKeys: [StudyKey] =
    [
      StudyKey(
        "roles.weights", [.mapping],
        "What each role counts in the joint ranking of the outcomes. Without it: all the same.",
        example: "{executor: 2, support: 1, buyer: 1}")
    ]
    + PerformerRole.allCases.map { role in
      StudyKey(
        "roles.weights.\(role.rawValue)", [.text(.number(minimum: 0))],
        "The weight of the \(role.rawValue) role, 0 or more. Without it: 1.", example: "2")
    }
}
