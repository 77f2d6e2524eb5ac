import Client
import Foundation
import Synchronization
import TestSupport
import Testing
import Wire

@Suite(.serialized) struct TLSTests {
    private static let authority = try! TestAuthority()

    private func client(_ server: TLSServer, host: String = "127.0.0.1", pins: [String]? = nil, file: String? = authority.file) throws
        -> ThawClient
    {
        var settings = ClientSettings(pins: try pins.map { try PublicKeyPins($0) }, certificateFile: file)
        settings.retry = .never
        return ThawClient(
            server: try ServerAddress("https://\(host):\(server.port)"), token: .test, settings: settings, environment: .test())
    }

    @Test func `a certificate of the named authority is accepted`() throws {
        let server = try TLSServer(Self.authority)
        #expect(try client(server).tokens().tokens.isEmpty)
    }

    @Test func `with the system's authorities it is refused`() throws {
        let server = try TLSServer(Self.authority)
        let error = #expect(throws: ClientError.self) { try client(server, file: nil).tokens() }
        #expect(error?.reason == .certificate && error?.kind == .unreachable && error?.isTemporary == false)
    }

    @Test func `a certificate for another name is refused`() throws {
        let server = try TLSServer(Self.authority)
        #expect(reason { try client(server, host: "localhost").tokens() } == .certificate)
    }

    @Test func `the right pin is accepted, alone and among others`() throws {
        let server = try TLSServer(Self.authority)
        #expect(try client(server, pins: [Self.authority.pin]).tokens().tokens.isEmpty)
        #expect(try client(server, pins: [Self.authority.wrongPin, Self.authority.pin]).tokens().tokens.isEmpty)
    }

    @Test func `a wrong pin is refused, with a valid certificate too, and never tried again`() throws {
        let server = try TLSServer(Self.authority)
        let error = #expect(throws: ClientError.self) { try client(server, pins: [Self.authority.wrongPin]).tokens() }
        #expect(error?.reason == .pinMismatch && error?.isTemporary == false)
    }

    @Test func `a right pin does not replace the authority`() throws {
        let server = try TLSServer(Self.authority)
        #expect(reason { try client(server, pins: [Self.authority.pin], file: nil).tokens() } == .certificate)
    }

    @Test func `a pin without TLS is refused`() throws {
        let server = FakeServer { _, _ in .json(TokensBody(tokens: [])) }
        let settings = ClientSettings(pins: try PublicKeyPins([Self.authority.pin]))
        let client = ThawClient(server: try server.address, token: nil, settings: settings, environment: .test())
        #expect(reason { try client.tokens() } == .pinWithoutTLS)
        #expect(server.received.isEmpty)
    }

    @Test func `TLS below 1_2 is refused`() throws {
        let old = try TLSServer(Self.authority, options: ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"])
        #expect(reason { try client(old).tokens() } == .tlsFailed)
        let new = try TLSServer(Self.authority, options: ["-tls1_2"])
        #expect(try client(new).tokens().tokens.isEmpty)
    }

    @Test func `a missing certificate file is reported`() throws {
        let server = try TLSServer(Self.authority)
        let error = #expect(throws: ClientError.self) { try client(server, file: "/nonexistent/ca.pem").tokens() }
        #expect(error?.reason == .certificateFile && error?.subject == "/nonexistent/ca.pem")
    }

    @Test func `a server without TLS is unreachable`() throws {
        let server = Listener { $0.send(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)) }
        let client = ThawClient(
            server: try ServerAddress("https://127.0.0.1:\(server.port)"), token: .test, settings: .test(), environment: .test())
        #expect(reason { try client.tokens() } == .tlsFailed)
    }
}
