import Foundation

/// An authority and a server certificate for 127.0.0.1, made by `openssl`.
struct TestAuthority: Sendable {
    let scratch = Scratch()
    /// The authority's certificate.
    let file: String
    /// Of the server's key, computed by `openssl` and not by the code under test.
    let pin: String
    let wrongPin: String

    init() throws {
        file = scratch.path + "/ca.pem"
        let extensions = scratch.path + "/extensions"
        try "subjectAltName=DNS:registry.test,IP:127.0.0.1\n".write(toFile: extensions, atomically: true, encoding: .utf8)
        let script = """
            set -e
            new='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'
            openssl req -x509 $new -keyout ca.key -out ca.pem -days 3650 -subj '/CN=Test'
            openssl req $new -keyout server.key -out server.csr -subj '/CN=registry.test'
            openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out server.pem -days 3650 -extfile extensions
            for key in server ca; do
                openssl pkey -in $key.key -pubout -outform der | openssl dgst -sha256 -binary | openssl base64 > $key.pin
            done
            """
        let answer = [
            "HTTP/1.1 200 OK", "Content-Type: application/json", "Content-Length: 13", "Connection: close", "", "{\"tokens\":[]}",
        ]
        try FileManager.default.createDirectory(atPath: scratch.path + "/v1", withIntermediateDirectories: false)
        try answer.joined(separator: "\r\n").write(toFile: scratch.path + "/v1/tokens", atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script]
        process.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let folder = scratch.path
        let read = { (name: String) in
            "sha256//" + (try String(contentsOfFile: folder + "/" + name, encoding: .utf8)).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        pin = try read("server.pin")
        wrongPin = try read("ca.pin")
    }
}

/// `openssl s_server`, answering `GET /v1/tokens` from a file.
final class TLSServer {
    let port: Int
    private let process = Process()

    init(_ authority: TestAuthority, options: [String] = []) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", "server.pem", "-key", "server.key", "-HTTP"] + options
        process.currentDirectoryURL = URL(fileURLWithPath: authority.scratch.path)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        var text = ""
        var found: Int?
        while found == nil {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw CocoaError(.fileReadUnknown) }
            text += String(decoding: data, as: UTF8.self)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            found = lines.last { $0.hasPrefix("ACCEPT ") }?.split(separator: ":").last.flatMap { Int($0) }
        }
        port = found!
    }

    deinit {
        // A child of a test's thread inherits a mask that blocks SIGTERM.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
