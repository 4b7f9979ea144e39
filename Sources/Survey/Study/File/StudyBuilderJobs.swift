// The tree of jobs, of `jobs` and `altitude`.

extension StudyBuilder {
  /// The study's own job, then the declared ones, then those that `altitude` gives by a text.
  mutating func jobs(_ root: StudyCursor, own statement: JobStatement) -> [Job] {
    var draft = JobDraft(statement, root["altitude"])
    let declared = root["jobs"]?.named ?? []
    for key in [root["jobs"], root["altitude"]?["narrower"], root["altitude"]?["related"]] {
      guard let key, max(key.entries.count, key.items.count) > JobDraft.limit else { continue }
      report(.tooManyJobs(key: key.path, limit: JobDraft.limit), at: key.place)
      return draft.jobs
    }
    for (id, place, value) in declared {
      guard id != Job.ownID else {
        report(.reservedJob, at: place)
        continue
      }
      draft.add(Job(id: id, text: value["text"]?.text ?? "", place: place), value["level"])
    }
    draft.declaredIDs = draft.jobs.map(\.id)
    let ids = draft.declaredIDs
    for (id, _, value) in declared where id != Job.ownID {
      if let parent = value["parent"], let other = known(parent, among: ids) {
        draft.setParent(of: id, other, at: parent.place)
      }
      for item in related(value["related"]) {
        guard let other = known(item, among: ids) else { continue }
        relate(id, other, at: item.place, &draft)
      }
    }
    addAltitude(root["altitude"], &draft)
    if !reportCycles(draft) {
      draft.fillLevels()
      reportLevels(draft)
    }
    return draft.jobs
  }

  /// Tells of outcomes that name no job of the tree.
  mutating func reportJobs(ofOutcomes root: StudyCursor) {
    let ids = [Job.ownID] + (root["jobs"]?.named.prefix(JobDraft.limit).map(\.name) ?? [])
    for item in root["outcomes"]?["list"]?.items ?? [] {
      // A pair of id and text has no job, even where the id is `job`.
      guard item.entries.count > 1, let job = item["job"] else { continue }
      _ = known(job, among: ids)
    }
  }

  // MARK: - Steps

  /// The jobs that `altitude` names around the study's own, by id or by text.
  private mutating func addAltitude(_ altitude: StudyCursor?, _ draft: inout JobDraft) {
    guard let altitude else { return }
    if let parent = altitude["parent"], let id = job(parent, &draft) {
      draft.setParent(of: Job.ownID, id, at: parent.place)
      draft.levels[id] = draft.levels[id] ?? draft.jobs[0].level.above
    }
    for item in related(altitude["narrower"]) {
      guard let id = job(item, &draft) else { continue }
      if let other = draft.parent(of: id), other != Job.ownID {
        report(.twoParents(job: id, parent: other), at: item.place)
      } else {
        draft.setParent(of: id, Job.ownID, at: item.place)
      }
    }
    for item in related(altitude["related"]) {
      guard let id = job(item, &draft) else { continue }
      relate(Job.ownID, id, at: item.place, &draft)
    }
  }

  private mutating func related(_ list: StudyCursor?) -> [StudyCursor] {
    guard let list else { return [] }
    _ = distinctTexts(list)
    return list.items
  }

  private mutating func relate(
    _ id: String, _ other: String, at place: Place, _ draft: inout JobDraft
  ) {
    guard id != other else { return report(.jobOfItself(id), at: place) }
    draft.relate(id, other)
  }

  /// The id that a value names; `nil`, and told, where there is no such job.
  private mutating func known(_ value: StudyCursor, among ids: [String]) -> String? {
    guard !ids.contains(value.text) else { return value.text }
    let suggestion = problems.suggestion(for: value.text, among: ids)
    report(
      .unknownName(key: value.path, text: value.text, suggestion: suggestion, known: ids),
      at: value.place)
    return nil
  }

  /// The job that `altitude` names: by its id, by the text of a declared one, or a job of its own.
  /// A text that is nearly an id is taken for a mistyped one.
  private mutating func job(_ value: StudyCursor, _ draft: inout JobDraft) -> String? {
    if let known = draft.jobs.first(where: { $0.id == value.text || $0.text == value.text }) {
      return known.id
    }
    guard problems.suggestion(for: value.text, among: draft.declaredIDs) == nil else {
      return known(value, among: draft.declaredIDs)
    }
    draft.add(Job(id: value.text, text: value.text, place: value.place), nil)
    return value.text
  }

  /// Each cycle once, at the first of its jobs; whether there is one.
  private mutating func reportCycles(_ draft: JobDraft) -> Bool {
    var told: Set<String> = []
    for job in draft.jobs where !told.contains(job.id) {
      var chain = [job.id]
      while let parent = draft.parent(of: chain[chain.count - 1]), !chain.contains(parent) {
        chain.append(parent)
      }
      guard draft.parent(of: chain[chain.count - 1]) == job.id else { continue }
      told.formUnion(chain)
      if let place = draft.parentPlaces[job.id] {
        report(.jobCycle(chain + [job.id]), at: place)
      }
    }
    return !told.isEmpty
  }

  private mutating func reportLevels(_ draft: JobDraft) {
    for job in draft.jobs {
      guard let parent = job.parent.flatMap({ draft.jobs.job($0) }),
        let place = draft.levelPlaces[job.id] ?? draft.parentPlaces[job.id],
        !job.level.canServe(parent.level)
      else { continue }
      report(
        .jobNotBelow(
          job: job.id, level: job.level.rawValue, parent: parent.id,
          parentLevel: parent.level.rawValue), at: place)
    }
  }
}

/// Jobs while they are read: levels that the file leaves out follow from the parents.
struct JobDraft {
  /// The most jobs of a mapping or list: a file made to be slow must not be slow.
  static let limit = 200

  private(set) var jobs: [Job]
  /// The ids that the file may name.
  var declaredIDs: [String] = []
  /// Levels by id, as far as the file or the study's own job gives them.
  var levels: [String: Job.Level]
  private(set) var levelPlaces: [String: Place] = [:]
  private(set) var parentPlaces: [String: Place] = [:]
  private var indices = [Job.ownID: 0]

  init(_ statement: JobStatement, _ altitude: StudyCursor?) {
    let level = altitude?["level"]
    let own = level?.word(Job.Level.self) ?? .main
    jobs = [Job(id: Job.ownID, text: statement.text, level: own, place: statement.place)]
    levels = [Job.ownID: own]
    levelPlaces[Job.ownID] = level?.place
  }

  mutating func add(_ job: Job, _ level: StudyCursor?) {
    indices[job.id] = jobs.count
    jobs.append(job)
    guard let level else { return }
    levels[job.id] = level.word(Job.Level.self)
    levelPlaces[job.id] = level.place
  }

  func parent(of id: String) -> String? { indices[id].flatMap { jobs[$0].parent } }

  mutating func setParent(of id: String, _ parent: String, at place: Place) {
    guard let index = indices[id] else { return }
    jobs[index].parent = parent
    parentPlaces[id] = place
  }

  mutating func relate(_ id: String, _ other: String) {
    guard let index = indices[id] else { return }
    jobs[index].related.append(other)
  }

  /// A level that is not given is the rung below the parent's; of a job beside the study's own, its
  /// level; else main.
  mutating func fillLevels() {
    for index in jobs.indices { jobs[index].level = level(of: jobs[index]) }
  }

  private func level(of job: Job) -> Job.Level {
    if let level = levels[job.id] { return level }
    if let parent = job.parent.flatMap({ indices[$0] }) { return level(of: jobs[parent]).below }
    return jobs[0].related.contains(job.id) ? jobs[0].level : .main
  }
}
