import Testing

@testable import Survey

/// A statement with the codes that the rules must give it, in their order, and the suggestion of
/// the first.
struct WordingCase: Sendable, CustomTestStringConvertible {
  enum Kind: Sendable {
    case job, step
    case outcome(direction: Outcome.Direction?, unit: String?)
    case success(SuccessOutcome.Dimension, SuccessOutcome.Aim)
  }

  var kind: Kind
  var text: String
  var codes: [String]
  var suggestion: String?
  var testDescription: String { text }

  static func job(_ text: String, _ codes: String..., try suggestion: String? = nil) -> Self {
    Self(kind: .job, text: text, codes: codes, suggestion: suggestion)
  }

  static func step(_ text: String, _ codes: String..., try suggestion: String? = nil) -> Self {
    Self(kind: .step, text: text, codes: codes, suggestion: suggestion)
  }

  static func outcome(
    _ text: String, _ codes: String..., try suggestion: String? = nil,
    direction: Outcome.Direction? = nil, unit: String? = nil
  ) -> Self {
    Self(
      kind: .outcome(direction: direction, unit: unit), text: text, codes: codes,
      suggestion: suggestion)
  }

  static func success(
    _ text: String, _ codes: String..., as dimension: SuccessOutcome.Dimension = .functional,
    aim: SuccessOutcome.Aim = .achieve, try suggestion: String? = nil
  ) -> Self {
    Self(kind: .success(dimension, aim), text: text, codes: codes, suggestion: suggestion)
  }

  /// What the rules say about the statement in a study of good ones.
  func findings(_ plan: LintPlan = LintPlan()) throws -> [WordingFinding] {
    var study = try StudyCase.parse(StudyCase.shortest)
    let place = Place(file: "study.yaml", line: 20)
    study.lint = plan
    switch kind {
    case .job: study.job = JobStatement(text: text, place: place)
    case .step: study.steps = [JobStep(id: "x", text: text, place: place)]
    case .outcome(let direction, let unit):
      study.outcomes[1].id = "x"
      study.outcomes[1].text = text
      study.outcomes[1].direction = direction
      study.outcomes[1].unit = unit
      study.outcomes[1].place = place
    case .success(let dimension, let aim):
      study.success = [
        SuccessOutcome(id: "x", text: text, dimension: dimension, aim: aim, place: place)
      ]
    }
    return StatementLint.review(study).findings.filter { $0.place == place }
  }

  // MARK: - The table

  static let all = jobs + goodOutcomes + badOutcomes + ideas + steps + success

  /// The founding documents' jobs, and what is no job statement.
  static let jobs: [Self] = [
    .job("Send a package a long distance"),
    .job("Listen to music on demand"),
    .job("Develop professional competencies"),
    .job("Improve CI/CD framework used by our team"),
    .job("Improve our team's ability to perform root cause analysis"),
    .job("Keep server and network components' software patched"),
    .job("Maintain a high level of security and trust in our infrastructure"),
    .job("Pass on the farm to the next generation"),
    .job("To send a package a long distance"),
    .job("Patch software", "job-clarifier"),
    .job("Listen to music", "job-clarifier"),
    .job("Prepare tax returns", "job-clarifier"),
    .job("Log in", "job-object"),
    .job("The patching of servers overnight", "job-verb", try: "Patch servers overnight"),
    .job("Patching of servers overnight", "job-verb", try: "Patch servers overnight"),
    .job("Planning a trip with children", "job-verb", try: "Plan a trip with children"),
    .job("Customers who travel with children", "job-verb"),
    .job("Selection of a seat on a train", "job-verb", try: "Select a seat on a train"),
    .job(
      "As a software engineer, I want to release changes without fear", "job-verb",
      try: "Release changes without fear"),
    .job("Automated patching of servers in data centers", "job-verb"),
    .job(
      "Listen to music on demand with Spotify", "job-solution", try: "Listen to music on demand"),
  ]

  /// Real statements, the founding documents' own among them.
  static let goodOutcomes: [Self] = [
    .outcome("Minimize the time it takes to determine what to listen to at the start of a session"),
    .outcome(
      "Increase the percentage of infrastructure that is kept in compliance by running the latest "
        + "qualified firmware"),
    .outcome("Minimize the likelihood that audio dropouts occur during playback"),
    .outcome("Minimise the number of errors per order", direction: .minimize, unit: "count"),
    .outcome("Reduce the average cost of returning a parcel", unit: "euros"),
    .outcome("Increase the share of orders that arrive on the promised day", unit: "%"),
    .outcome("Minimize how long it takes to hear back from a supplier", unit: "minutes"),
    .outcome("Minimize the downtime of a service during an update", unit: "time"),
    .outcome("Minimize the time it takes to determine which patch should be applied first"),
    .outcome("Minimize the likelihood that a feature is released untested"),
    .outcome("Minimize the time it takes to choose between a train and a flight"),
    .outcome("Minimize the time it takes to tell whether an order is complete or not"),
    .outcome("Minimize the effort it takes to follow best practices for storing food"),
    .outcome("Minimize the time it takes teams to agree on a date"),
    .outcome("Minimize the time it takes to read terms and conditions before signing"),
    .outcome("Minimize the time it takes to release a change with our CI/CD framework"),
  ]

  static let badOutcomes: [Self] = [
    .outcome(
      "Find a patch quickly on weekends", "outcome-direction", "outcome-vague",
      try: "Minimize the time it takes to find a patch on weekends"),
    .outcome(
      "Easily compare the prices of two suppliers", "outcome-direction", "outcome-vague",
      try: "Minimize the effort it takes to compare the prices of two suppliers"),
    .outcome(
      "Finding the right size without trying", "outcome-direction",
      try: "Minimize the time it takes to find the right size without trying"),
    .outcome(
      "Ensure that the order is complete on arrival", "outcome-direction",
      try: "Increase the likelihood that the order is complete on arrival"),
    .outcome(
      "Avoid missing a vulnerability in a component", "outcome-direction",
      try: "Minimize the likelihood of missing a vulnerability in a component"),
    .outcome(
      "Prevent patches from breaking a service", "outcome-direction",
      try: "Minimize the likelihood of patches breaking a service"),
    .outcome(
      "Eliminate errors in invoices", "outcome-direction",
      try: "Minimize the number of errors in invoices"),
    .outcome(
      "The time it takes to get a refund for a trip", "outcome-direction",
      try: "Minimize the time it takes to get a refund for a trip"),
    .outcome(
      "Time to learn that a patch is needed", "outcome-direction",
      try: "Minimize the time it takes to learn that a patch is needed"),
    .outcome(
      "Risk of losing data during an update", "outcome-direction",
      try: "Minimize the risk of losing data during an update"),
    .outcome("Children's playground within the park", "outcome-direction"),
    .outcome("Park exercise equipment", "outcome-direction"),
    .outcome("Walking paths around the lake", "outcome-direction"),
    .outcome(
      "Park the car near the entrance", "outcome-direction",
      try: "Minimize the time it takes to park the car near the entrance"),
    .outcome("High-quality turf for the players", "outcome-direction", "outcome-vague"),
    .outcome(
      "How quickly can I find a patch for my server?", "outcome-question", "outcome-vague",
      try: "Minimize the time it takes to find a patch for my server"),
    .outcome(
      "How easy is it to compare offers from suppliers?", "outcome-question",
      "outcome-vague", try: "Minimize the effort it takes to compare offers from suppliers"),
    .outcome("Is the order complete on arrival?", "outcome-question"),
    .outcome(
      "I want to track my parcel during transport", "outcome-wish",
      try: "Minimize the time it takes to track my parcel during transport"),
    .outcome("Please add a feature for sorting orders", "outcome-wish"),
    .outcome(
      "Users should be able to sort orders by date", "outcome-wish",
      try: "Minimize the time it takes to sort orders by date"),
    .outcome(
      "Minimize errors in invoices from suppliers", "outcome-metric",
      try: "Minimize the number of errors in invoices from suppliers"),
    .outcome(
      "Reduce breakage during transport", "outcome-metric",
      try: "Minimize the likelihood of breakage during transport"),
    .outcome(
      "Increase the ability to find a patch for each component", "outcome-metric",
      try: "Minimize the time it takes to find a patch for each component"),
    .outcome("Improve communication between teams", "outcome-metric"),
    .outcome("Minimize the time it takes", "outcome-object"),
    .outcome("Minimize the likelihood of harm", "outcome-clarifier"),
    .outcome("Minimize the time it takes to patch", "outcome-clarifier"),
    .outcome(
      "Increase the share of parcels that arrive on time", "outcome-direction-differs",
      try: "direction: increase", direction: .minimize),
    .outcome(
      "Minimize the time it takes to find a patch for a server", "outcome-unit-differs",
      try: "unit: time", unit: "likelihood"),
    .outcome(
      "Minimize the time it takes to quickly find a patch for a server", "outcome-vague",
      try: "Minimize the time it takes to find a patch for a server"),
    .outcome(
      "Minimize the time it takes to find an easy recipe for two", "outcome-vague",
      try: "Minimize the time it takes to find a recipe for two"),
    .outcome("Minimize the likelihood that the form is not user-friendly", "outcome-vague"),
    .outcome(
      "Minimize the time it takes to find an order in the dashboard", "outcome-solution",
      try: "Minimize the time it takes to find an order"),
    .outcome("Minimize the number of apps that it takes to plan a trip", "outcome-solution"),
    .outcome(
      "Minimize the time it takes to import the addresses of all customers from Excel when a "
        + "campaign starts", "outcome-solution",
      try: "Minimize the time it takes to import the addresses of all customers when a campaign "
        + "starts"),
    .outcome(
      "Minimize the time it takes to learn that the train which one has booked for a journey of "
        + "several days with children is late because of a storm", "outcome-long"),
  ]

  static let ideas: [Self] = [
    .outcome(
      "Minimize the time it takes to find and install a patch", "outcome-two-ideas",
      try: "Minimize the time it takes to find a patch"),
    .outcome(
      "Minimize the time it takes to find a patch and install it when a server is idle",
      "outcome-two-ideas",
      try: "Minimize the time it takes to find a patch when a server is idle"),
    .outcome(
      "Reduce the time, resource and toil associated with patching the servers",
      "outcome-two-ideas", try: "Reduce the time associated with patching the servers"),
    .outcome(
      "Minimize the time and effort it takes to agree on a window", "outcome-two-ideas",
      try: "Minimize the time it takes to agree on a window"),
    .outcome(
      "Minimize the likelihood that a patch breaks a service and corrupts its data",
      "outcome-two-ideas", try: "Minimize the likelihood that a patch breaks a service"),
    .outcome(
      "Minimize the likelihood that an order is late or the parcel is damaged",
      "outcome-two-ideas", try: "Minimize the likelihood that an order is late"),
    .outcome(
      "Minimize the likelihood of losing data or breaking a service", "outcome-two-ideas",
      try: "Minimize the likelihood of losing data"),
    .outcome(
      "Minimize the time it takes to buy a ticket and increase the comfort of a journey",
      "outcome-two-ideas", try: "Minimize the time it takes to buy a ticket"),
    .outcome(
      "Minimize the time it takes to gather release notes and known issues of a patch",
      "outcome-two-objects"),
    .outcome(
      "Minimize the likelihood of losing backup and restore logs during an update",
      "outcome-two-objects"),
    .outcome(
      "Minimize the time it takes to update firmware/images on a server",
      "outcome-two-objects"),
    .outcome(
      "Quickly find and install a patch for a server", "outcome-direction",
      "outcome-two-ideas", "outcome-vague",
      try: "Minimize the time it takes to find and install a patch for a server"),
  ]

  /// The founding documents' five steps, and activities in the place of steps.
  static let steps: [Self] = [
    .step("Determine the kind of support needed"),
    .step("Locate product support contact information"),
    .step("Gather the specific information needed"),
    .step("Obtain product support"),
    .step("Verify that the product issue has been resolved"),
    .step("Store the leftovers"),
    .step("Purchase a ticket"),
    .step("Log in the visitor's name"),
    .step("Call the hotline", "step-channel", try: "Obtain support"),
    .step("Call the supplier", "step-channel", try: "Contact the supplier"),
    .step("Visit the store", "step-channel"),
    .step("Open the app", "step-channel"),
    .step("Open the app to check the balance", "step-channel", try: "Check the balance"),
    .step("Log in", "step-channel", try: "Gain access"),
    .step("Order the part on the website", "step-channel", try: "Order the part"),
    .step(
      "Email the invoice to the customer", "step-channel",
      try: "Send the invoice to the customer"),
    .step("Compare the figures in a spreadsheet", "step-solution", try: "Compare the figures"),
    .step("Locating patches", "step-verb", try: "Locate patches"),
    .step("Verification of the fix", "step-verb", try: "Verify the fix"),
    .step("The patch", "step-verb"),
    .step("Awareness", "step-journey"),
    .step("Onboarding", "step-journey"),
    .step("Purchase phase", "step-journey"),
  ]

  static let success: [Self] = [
    .success("The package is delivered on time"),
    .success("The package is delivered to the correct address"),
    .success("The package is not damaged upon arrival", aim: .avoid),
    .success("The package is not stolen after it's delivered", aim: .avoid),
    .success("A breach through a known hole", aim: .avoid),
    .success("Contracting the flu", aim: .avoid),
    .success("Losing my passport", aim: .resolve),
    .success("My job performance has increased"),
    .success("I qualify for a new job position"),
    .success("My area of responsibility has increased"),
    .success("I am promoted to a new job"),
    .success("I feel confident in my professional abilities", as: .emotional),
    .success("I feel empowered to voice my views", as: .emotional),
    .success("I feel like my colleagues take me seriously", as: .emotional),
    .success("My colleagues think I'm a valuable team member", as: .social),
    .success("Others think of me as a thought leader in my field", as: .social),
    .success("My boss thinks that I'm strategically important to the organization", as: .social),
    .success(
      "Increase my job performance", "success-direction",
      try: "My job performance has increased"),
    .success("Improve our skills", "success-direction", try: "Our skills have improved"),
    .success(
      "Minimize the likelihood that the package is damaged", "success-direction",
      try: "The package is not damaged"),
    .success("Minimize the time it takes to deliver the package", "success-direction"),
    .success(
      "Deliver the package on time", "success-occurrence",
      try: "The package is delivered on time"),
    .success("On-time delivery", "success-occurrence"),
    .success("I am calm during the audit", "success-dimension", try: "dimension: emotional"),
    .success("Others see me as reliable", "success-dimension", try: "dimension: social"),
    .success(
      "Others see me as reliable", "success-dimension", as: .emotional,
      try: "dimension: social"),
    .success(
      "I feel seen by my team", "success-dimension", as: .social,
      try: "dimension: emotional"),
    .success(
      "I'm in control of the exposure", "success-emotional", as: .emotional,
      try: "I feel in control of the exposure"),
    .success("The package is delivered on time", "success-emotional", as: .emotional),
    .success("I am reliable", "success-social", as: .social, try: "Others think I am reliable"),
    .success("Be seen as fair", "success-social", as: .social, try: "Others see me as fair"),
    .success("The package is not damaged upon arrival", "success-aim", try: "aim: avoid"),
    .success(
      "The package is delivered on time", "success-aim", aim: .avoid,
      try: "aim: achieve"),
    .success(
      "My figures are correct in Excel", "success-solution",
      try: "My figures are correct"),
  ]
}
