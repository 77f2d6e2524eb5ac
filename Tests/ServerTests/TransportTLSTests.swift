import Foundation
import Logging
import NIOCore
import NIOSSL
import Server
import ServiceLifecycle
import TestSupport
import Testing
import Wire

/// A folder with a certificate that openssl makes for one test.
final class TestCertificates: Sendable {
    let folder = TemporaryFolder()

    init(_ name: String = "first") throws { try issue(name) }

    var files: TLSFiles { TLSFiles(certificate: path("cert.pem"), key: path("key.pem")) }

    func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    /// Makes a certificate for `name` and its key, and puts them where ``files`` points.
    func issue(_ name: String) throws {
        let openssl = Process()
        openssl.executableURL = URL(filePath: "/usr/bin/env")
        openssl.arguments = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=\(name)", "-keyout", path("key.pem"), "-out", path("cert.pem"),
        ]
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
        try #require(openssl.terminationStatus == 0)
    }

    static func client(_ change: (inout TLSConfiguration) -> Void = { _ in }) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        change(&configuration)
        return try NIOSSLContext(configuration: configuration)
    }
}

/// The name in the certificate that a server shows, and the protocol that was agreed on.
private func handshake(with server: TransportServer, _ client: NIOSSLContext) async throws -> (name: String, alpn: String?) {
    try await withRawConnection(to: server.address, tls: client) { connection in
        try await connection.send("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        #expect(try await connection.answer()?.body == "hello")
        let details = try await connection.channel.eventLoop.submit { [channel = connection.channel] in
            let handler = try channel.pipeline.syncOperations.handler(type: NIOSSLClientHandler.self)
            return ("\(handler.peerCertificate!)", handler.tlsVersion.map { "\($0)" })
        }.get()
        return details
    }
}

@Suite(.serialized) struct `Listening with TLS` {
    @Test func `Requests are served over TLS 1.2 and later, HTTP/1.1 by ALPN`() async throws {
        let certificates = try TestCertificates()
        try await withTransportServer(certificates: try TLSCertificates(certificates.files)) { server in
            for version in [TLSVersion.tlsv12, .tlsv13] {
                let client = try TestCertificates.client {
                    $0.maximumTLSVersion = version
                    $0.applicationProtocols = ["h2", "http/1.1"]
                }
                let (name, _) = try await handshake(with: server, client)
                #expect(name.contains("first"))
            }
            let old = try TestCertificates.client {
                $0.minimumTLSVersion = .tlsv1
                $0.maximumTLSVersion = .tlsv11
            }
            await #expect(throws: (any Error).self) { try await handshake(with: server, old) }
        }
    }

    @Test(arguments: [
        ("ECDHE-ECDSA-AES128-GCM-SHA256", true), ("ECDHE-ECDSA-CHACHA20-POLY1305", true), ("ECDHE-ECDSA-AES128-SHA", false),
        ("ECDHE-ECDSA-AES256-SHA", false),
    ])
    func `TLS 1.2 has no CBC suites`(suite: String, isServed: Bool) async throws {
        let certificates = try TestCertificates()
        let client = try TestCertificates.client {
            $0.maximumTLSVersion = .tlsv12
            $0.cipherSuites = suite
        }
        try await withTransportServer(certificates: try TLSCertificates(certificates.files)) { server in
            guard isServed else {
                await #expect(throws: (any Error).self) { try await handshake(with: server, client) }
                return
            }
            let name = try await handshake(with: server, client).name
            #expect(name.contains("first"))
        }
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\0garbage that is no client hello, long enough to be read",
    ])
    func `Bytes that are not a handshake close the connection`(garbage: String) async throws {
        let certificates = try TestCertificates()
        var limits = ServerLimits()
        limits.times.headTime = .milliseconds(300)
        limits.times.lingerTime = .milliseconds(100)
        try await withTransportServer(limits, certificates: try TLSCertificates(certificates.files)) { server in
            try await withRawConnection(to: server.address) { connection in
                try await connection.send(garbage)
                let rest = try await connection.rest()
                #expect(!rest.contains("HTTP/"))
            }
        }
    }

    @Test func `A handshake that stops is closed when the time for headers is over`() async throws {
        let certificates = try TestCertificates()
        var limits = ServerLimits()
        limits.times.headTime = .milliseconds(100)
        try await withTransportServer(limits, certificates: try TLSCertificates(certificates.files)) { server in
            try await withRawConnection(to: server.address) { connection in
                try await connection.send([0x16, 0x03, 0x01])
                _ = try await connection.rest()
            }
            await server.counts.wait(for: "thaw_connections_ended silent")
        }
    }

    private func withSecureServer(
        _ limits: ServerLimits, _ body: @Sendable @escaping (TransportServer, NIOSSLContext) async throws -> Void
    ) async throws {
        let certificates = try TestCertificates()
        try await withTransportServer(limits, certificates: try TLSCertificates(certificates.files)) { server in
            try await body(server, try TestCertificates.client())
        }
    }

    @Test func `A slow request is answered with 408 over TLS as well`() async throws {
        try await withSecureServer(ServerLimits { $0.times.transferWindow = .milliseconds(200) }) { server, client in
            try await withRawConnection(to: server.address, tls: client) { connection in
                try await connection.send("POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc")
                #expect(try await connection.answer()?.code == "request.timeout")
                #expect(try await connection.rest().isEmpty)
            }
        }
    }

    @Test func `A slow reader is reset over TLS as well`() async throws {
        try await withSecureServer(ServerLimits { $0.times.transferWindow = .milliseconds(200) }) { server, client in
            try await withRawConnection(to: server.address, tls: client) { connection in
                // The handshake needs a client that reads; the large answer must not find one.
                try await connection.expectHello()
                try await connection.channel.setOption(.autoRead, value: false).get()
                try await connection.send("GET /large/30000000 HTTP/1.1\r\nHost: x\r\n\r\n")
                await server.counts.wait(for: "thaw_connections_ended slow_reader")
            }
        }
    }

    @Test func `A long last answer comes whole over TLS, half-closed or not`() async throws {
        try await withSecureServer(ServerLimits()) { server, client in
            for endsFirst in [false, true] {
                try await withRawConnection(to: server.address, tls: client) { connection in
                    try await connection.send("GET /large/8000000 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    if endsFirst { connection.finishSending() }
                    #expect(try await connection.answer()?.body.utf8.count == 8_000_000)
                    #expect(try await connection.rest().isEmpty)
                }
            }
        }
    }

    @Test func `A new certificate is used for new connections, and open ones go on`() async throws {
        let certificates = try TestCertificates()
        let held = try TLSCertificates(certificates.files)
        try await withTransportServer(certificates: held) { server in
            let client = try TestCertificates.client()
            try await withRawConnection(to: server.address, tls: client) { open in
                try await open.expectHello()
                try certificates.issue("second")
                try held.reload()
                let (name, _) = try await handshake(with: server, client)
                #expect(name.contains("second"))
                try await open.expectHello()
            }
        }
    }

    @Test(arguments: ["cert.pem", "key.pem"])
    func `A file that cannot be used leaves the old certificate in use, and is named`(file: String) async throws {
        let certificates = try TestCertificates()
        let held = try TLSCertificates(certificates.files)
        try Data("nothing of use".utf8).write(to: URL(filePath: certificates.path(file)))
        let error = #expect(throws: ServerError.self) { try held.reload() }
        #expect(error?.code == .tlsUnusable)
        #expect(error?.attempted.contains(file) == true)
        try await withTransportServer(certificates: held) { server in
            let (name, _) = try await handshake(with: server, try TestCertificates.client())
            #expect(name.contains("first"))
        }
    }

    @Test func `A key that belongs to another certificate is refused`() throws {
        let certificates = try TestCertificates()
        let first = try Data(contentsOf: URL(filePath: certificates.files.certificate))
        try certificates.issue("second")
        try first.write(to: URL(filePath: certificates.files.certificate))
        let error = #expect(throws: ServerError.self) { try TLSCertificates(certificates.files) }
        #expect(error?.code == .tlsUnusable)
    }

    @Test func `Each signal reads the certificate again, and a failure is logged and survived`() async throws {
        let certificates = try TestCertificates()
        let held = try TLSCertificates(certificates.files)
        let logs = KeptLogs()
        let (signals, signal) = AsyncStream<Int>.makeStream()
        let reload = CertificateReload(held, signals: signals, logger: Logger(label: "test") { _ in logs })
        try FileManager.default.removeItem(atPath: certificates.files.key)
        signal.yield(1)
        signal.finish()
        try await reload.run()
        #expect(logs.lines.count == 1)
        #expect(logs.lines.first?.contains("tls.unusable") == true)
        #expect(logs.lines.first?.hasPrefix("error ") == true)
    }
}
