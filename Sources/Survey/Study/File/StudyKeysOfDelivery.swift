// The keys of the part `deliver`, on where alerts go.

extension StudyKey {
  static let deliveryKeys: [StudyKey] = [
    StudyKey(
      "deliver", [.list],
      "Where alerts go: each to each channel, until that has answered. See docs/schedule.md.",
      example: "[{to: file, path: alerts.log}]"),
    StudyKey(
      "deliver[]", [.mapping], "One channel.", example: "{to: file, path: alerts.log}"),
    StudyKey(
      "deliver[].to", [.text(.choice(["file", "stdout", "command", "webhook"]))],
      isRequired: true,
      "The kind of channel: a file that gets one line of JSON an alert, the standard output, a "
        + "program that gets one alert on its standard input, or a listener that gets one request "
        + "an alert.", example: "file"),
    StudyKey(
      "deliver[].path", [.text(.text)],
      "With `to: file`: the file, below the study's folder or absolute.", example: "alerts.log"),
    StudyKey(
      "deliver[].run", [.list],
      "With `to: command`: the program, absolute or below the study's folder, and its arguments. "
        + "No shell reads them.", example: "[/usr/local/bin/notify, --urgent]"),
    StudyKey(
      "deliver[].run[]", [.text(.answer)], "The program, or an argument.", example: "--urgent"),
    StudyKey(
      "deliver[].url", [.text(.text)],
      "With `to: webhook`: where requests go, https only; http on this machine itself.",
      example: "https://alerts.example.org/unmet"),
    StudyKey(
      "deliver[].secret", [.text(.text)],
      "The file that holds the listener's secret, readable by its owner alone, or the name of a "
        + "credential of the service manager; never the secret itself.", example: "webhook.secret"),
    StudyKey(
      "deliver[].header", [.text(.text)],
      "The header that the secret is sent in. Without it: `Authorization: Bearer`.",
      example: "X-Api-Key"),
    StudyKey(
      "deliver[].proxy", [.text(.text)],
      "The proxy on the way to the listener. Without it, none: the environment is not asked.",
      example: "http://proxy.example.org:3128"),
    StudyKey(
      "deliver[].authority", [.text(.text)],
      "A file of certificates (PEM) to be trusted in place of the system's.",
      example: "authority.pem"),
    StudyKey(
      "deliver[].timeout", [.text(.text)],
      "The seconds that one attempt may take, 1 to 300, of a command or a webhook. Without it: "
        + "10 s.", example: "10 s"),
    StudyKey(
      "deliver[].attempts", [.text(.whole(1...10))],
      "How often an alert is tried in one night by a webhook; what is left waits for the next. "
        + "Without it: 4.", example: "4"),
  ]
}
