/// One value of a study file, with the place where it begins.
///
/// A scalar keeps its own text: nothing is a number, a date or a truth value until a key of the
/// study asks for one, so that the id `01` stays `01` and the answer `no` stays `no`.
struct StudyNode: Equatable {
  enum Content: Equatable {
    /// Nothing: `weight:` and no more, or a comment behind it.
    case nothing(hasComment: Bool)
    /// A scalar.
    case text(String)
    case list([StudyNode])
    case mapping([Entry])
  }

  /// A key and its value.
  struct Entry: Equatable {
    var key: String
    var keyPlace: Place
    var value: StudyNode
  }

  var content: Content
  var place: Place

  /// The kind, in words.
  var kind: String {
    switch content {
    case .nothing: "nothing"
    case .text: "a text"
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }
}
