import Foundation
import Groundwork
import Testing

/// A listener on this machine, written in Python: it does what the file `mode` says and notes
/// what it takes in `taken`.
final class Listener {
  static let program = """
    import http.server, os, ssl, sys, time
    port, sealed = int(sys.argv[1]), len(sys.argv) > 2
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            mode = open("mode").read().split()
            step = mode[0] if mode else "ok"
            open("mode", "w").write(" ".join(mode[1:]) if len(mode) > 1 else step)
            with open("asked", "a") as file: file.write(step + " " + self.path + "\\n")
            if step == "slow": time.sleep(3); self.answer(504)
            elif step == "wait": self.answer(429, ("Retry-After", "1"))
            elif step == "broken": self.answer(500)
            elif step == "redirect": self.answer(302, ("Location", "/other"))
            elif step == "poison" and b"a1" in body: self.answer(422)
            else:
                with open("taken", "a") as file:
                    file.write(self.headers["Idempotency-Key"] + " "
                        + str(self.headers["Authorization"]) + " " + body.decode() + "\\n")
                self.answer(200)
        def answer(self, status, *headers):
            try:
                self.send_response(status)
                for name, value in headers: self.send_header(name, value)
                self.end_headers()
            except OSError: pass
        def log_message(self, *words): pass
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
    if sealed:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain("certificate.pem", "key.pem")
        server.socket = context.wrap_socket(server.socket, server_side=True)
    open("port.new", "w").write(str(server.server_address[1]))
    os.rename("port.new", "port")
    server.serve_forever()

    """

  let port: Int
  private let process: Groundwork.ChildProcess

  /// Starts a listener; port 0 takes a free one.
  init(_ scratch: Scratch, port: Int = 0, isSealed: Bool = false) throws {
    try scratch.write(Self.program, to: "listener.py")
    if !scratch.exists("mode") { try scratch.write("ok", to: "mode") }
    unlink(scratch.path + "/port")
    var call = ProgramCall(
      "/usr/bin/env", ["python3", "listener.py", "\(port)"] + (isSealed ? ["sealed"] : []))
    call.environment = ProcessInfo.processInfo.environment.map { "\($0)=\($1)" }
    call.directory = scratch.path
    process = try Groundwork.ChildProcess(call)
    for _ in 0..<1000 where !scratch.exists("port") { usleep(10_000) }
    self.port = Int((try? scratch.text("port")) ?? "") ?? 0
    #expect(self.port > 0, "\(process.poll()?.errors.text ?? "the listener did not start")")
  }

  func end() {
    process.send(SIGKILL)
    _ = process.wait()
  }
}

@Suite("Alerts go to a listener")
struct WebhookTests {
  private static let secret = "hush-4711-hush"
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    let run = "Reports/small/runs/2026-11-20-0001"
    #expect(
      try scratch.shell("mkdir -p \(run) && ln -s runs/2026-11-20-0001 Reports/small/latest")
        .status == 0)
    let alerts = ["a1", "a2"].map { "{\"id\": \"\($0)\", \"rule\": \"enters\", \"text\": \"T\"}" }
    try scratch.write("{\"alerts\": [\(alerts.joined(separator: ", "))]}", to: "\(run)/alerts.json")
    try scratch.write(Self.secret + "\n", to: "hook.secret")
    chmod(scratch.path + "/hook.secret", 0o600)
  }

  private func declare(_ url: String, _ more: String = "timeout: 10 s, attempts: 2") throws {
    let channel = "deliver: [{to: webhook, url: \"\(url)\", secret: hook.secret, \(more)}]\n"
    try scratch.write(SmallStudy.yaml + channel, to: "study.yaml")
  }

  private func deliver() throws -> CommandRun {
    try scratch.unmet("alerts", "study.yaml", "--deliver")
  }

  private func lines(_ name: String) -> [String] {
    ((try? scratch.text(name)) ?? "").split(separator: "\n").map(String.init)
  }

  /// What every user of the machine can read of the programs that a process has started.
  private func visible(below parent: Int32) -> [String] {
    let numbers = (FileSystem.names(in: "/proc") ?? []).filter { Int($0) != nil }
    return numbers.compactMap { number in
      func text(_ name: String) -> String {
        String(
          decoding: FileSystem.contents(of: "/proc/\(number)/\(name)", limit: 1 << 20) ?? [],
          as: UTF8.self)
      }
      let fields = text("stat").split(separator: ")").last?.split(separator: " ") ?? []
      guard fields.count > 1, fields[1] == "\(parent)" else { return nil }
      return text("cmdline") + text("environ")
    }
  }

  @Test("slow, then down, then back: each alert arrives once, and the secret stands nowhere")
  func outage() throws {
    var listener = try Listener(scratch)
    let port = listener.port
    try declare("http://127.0.0.1:\(port)/hook", "timeout: 1 s, attempts: 1")
    try scratch.write("slow", to: "mode")
    let process = try scratch.start(
      Scratch.command, ["alerts", "study.yaml", "--deliver"], input: nil)
    var seen: [String] = []
    for _ in 0..<3000 where !seen.contains(where: { $0.contains("curl") }) {
      seen = visible(below: process.identifier)
      usleep(2_000)
    }
    let slow = try scratch.finished(process.wait())
    #expect(seen.contains { $0.contains("curl") && $0.contains("--config") })
    #expect(!seen.joined().contains(Self.secret))
    #expect(slow.status == Status.tryLater.rawValue && slow.errors.contains("0 sent, 2 left"))

    listener.end()
    let down = try deliver()
    #expect(down.status == Status.tryLater.rawValue, "\(down.errors)")
    #expect(down.errors.contains("nothing listens there"))
    #expect(lines("taken").isEmpty)

    try scratch.write("ok", to: "mode")
    listener = try Listener(scratch, port: port)
    defer { listener.end() }
    let back = try deliver()
    #expect(back.status == 0 && back.errors.contains("2 sent, 0 left"), "\(back.errors)")
    let again = try deliver()
    #expect(again.status == 0 && again.errors.contains("0 sent, 0 left"), "\(again.errors)")
    #expect(lines("taken").map { $0.prefix(2) } == ["a1", "a2"])
    #expect(lines("taken").allSatisfy { $0.contains(" Bearer \(Self.secret) {\"study\":") })

    let list = try scratch.unmet("alerts", "study.yaml", "--json")
    let told = [slow, down, back, again, list].map { $0.output + $0.errors }.joined()
    let kept = try scratch.shell("grep -rl '\(Self.secret)' Reports study.yaml; true").output
    #expect(!told.contains(Self.secret) && kept.isEmpty)
    #expect(list.output.contains("\"delivered\": [\"webhook 127.0.0.1:\(port) "))
  }

  @Test("429 and 500 are tried again after a pause; a refused alert does not hold up the others")
  func repetition() throws {
    let listener = try Listener(scratch)
    defer { listener.end() }
    try declare("http://127.0.0.1:\(listener.port)/hook", "timeout: 5 s, attempts: 3")
    try scratch.write("wait broken poison", to: "mode")
    let run = try deliver()
    #expect(
      lines("asked").map { $0.prefix { $0 != " " } } == ["wait", "broken", "poison", "poison"])
    #expect(run.status == Status.unavailable.rawValue && run.errors.contains("1 sent, 1 left"))
    #expect(lines("taken").map { $0.prefix(2) } == ["a2"])
    try scratch.write("ok", to: "mode")
    #expect(try deliver().status == 0)
    #expect(lines("taken").map { $0.prefix(2) } == ["a2", "a1"])
  }

  @Test("a redirect is not followed")
  func redirect() throws {
    let listener = try Listener(scratch)
    defer { listener.end() }
    try declare("http://127.0.0.1:\(listener.port)/hook")
    try scratch.write("redirect", to: "mode")
    let run = try deliver()
    #expect(run.status == Status.studyFile.rawValue, "\(run.errors)")
    #expect(run.errors.contains("redirects are not followed"))
    #expect(lines("asked") == ["redirect /hook"])
  }

  @Test("a listener that cannot prove who it is gets nothing; a trusted one does")
  func certificates() throws {
    let made = try scratch.shell(
      "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost "
        + "-addext subjectAltName=DNS:localhost -keyout key.pem -out certificate.pem")
    #expect(made.status == 0, "\(made.errors)")
    let listener = try Listener(scratch, isSealed: true)
    defer { listener.end() }
    let url = "https://localhost:\(listener.port)/hook"
    try declare(url)
    let run = try deliver()
    #expect(run.status == Status.unavailable.rawValue, "\(run.errors)")
    #expect(run.errors.contains("cannot prove who it is") && lines("asked").isEmpty)
    try declare(url, "authority: certificate.pem, timeout: 5 s")
    let trusted = try deliver()
    #expect(trusted.status == 0 && lines("taken").count == 2, "\(trusted.errors)")
  }

  @Test("variables of the environment name no proxy; a secret that others can read is refused")
  func surroundings() throws {
    let listener = try Listener(scratch)
    defer { listener.end() }
    try declare("http://127.0.0.1:\(listener.port)/hook")
    let line = "http_proxy=http://127.0.0.1:9 ALL_PROXY=http://127.0.0.1:9 "
    let run = try scratch.shell(line + "'\(Scratch.command)' alerts study.yaml --test")
    #expect(run.status == 0, "\(run.errors)")
    #expect(lines("taken").count == 1 && lines("taken")[0].contains("\"test\":true"))
    chmod(scratch.path + "/hook.secret", 0o644)
    let open = try deliver()
    #expect(open.status == Status.permission.rawValue && lines("taken").count == 1)
    #expect(open.errors.contains("others can read the secret"))
  }

  @Test("http to another machine is refused before anything is read")
  func reading() throws {
    try declare("http://alerts.example.org/hook")
    let run = try deliver()
    #expect(run.status == Status.studyFile.rawValue && !run.errors.contains("/hook"))
  }

  @Test("without a run there is nothing to list, without a channel nowhere to deliver to")
  func nothing() throws {
    try scratch.write(SmallStudy.yaml, to: "study.yaml")
    let list = try scratch.unmet("alerts", "study.yaml")
    #expect(list.status == 0)
    #expect(
      list.output.contains("2026-11-20-0001: 2 alerts\n  T\n    rule: enters\n    delivered:"))
    #expect(try deliver().status == Status.studyFile.rawValue)
    #expect(try scratch.shell("rm -r Reports").status == 0)
    let run = try scratch.unmet("alerts", "study.yaml")
    #expect(run.status == Status.inputMissing.rawValue)
  }
}
