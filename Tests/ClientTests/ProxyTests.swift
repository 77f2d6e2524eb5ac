import Client
import Foundation
import TestSupport
import Testing
import Wire

@Suite struct ProxyTests {
    private func client(_ address: String, proxy: ClientSettings.Proxy, environment: [String: String] = [:]) throws -> ThawClient {
        var settings = ClientSettings.test()
        settings.proxy = proxy
        return ThawClient(
            server: try ServerAddress(address, allowingPlainHTTP: true), token: .test, settings: settings,
            environment: .test(variables: environment))
    }

    @Test func `a socks5h proxy gets the name, and this machine does not resolve it`() throws {
        let server = FakeServer { _, _ in .json(InvitesBody(invites: [])) }
        let proxy = SOCKSServer(target: server.port)
        _ = try client("http://registry.invalid:8780", proxy: .url(proxy.url)).invites()
        #expect(proxy.requests == ["name registry.invalid:8780"])
        #expect(server.received[0].headers["host"] == "registry.invalid:8780")
    }

    @Test func `an onion address goes to the proxy unresolved`() throws {
        let server = FakeServer { _, _ in .json(InvitesBody(invites: [])) }
        let proxy = SOCKSServer(target: server.port)
        let onion = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion"
        _ = try client(onion, proxy: .environment, environment: ["ALL_PROXY": proxy.url, "NO_PROXY": "*"]).invites()
        #expect(proxy.requests == ["name \(onion):80"])
    }

    @Test(
        "an onion address without a socks5h proxy is refused without a connection",
        arguments: [
            [:], ["ALL_PROXY": ""], ["ALL_PROXY": "socks5://127.0.0.1:9050"], ["ALL_PROXY": "http://127.0.0.1:8118"],
            ["HTTPS_PROXY": "socks5h://127.0.0.1:9050"], ["http_proxy": "http://127.0.0.1:1", "ALL_PROXY": "socks5h://127.0.0.1:9050"],
        ] as [[String: String]])
    func onionWithoutProxy(environment: [String: String]) throws {
        let error = #expect(throws: ClientError.self) {
            try client("abcdefgh.onion", proxy: .environment, environment: environment).stats()
        }
        #expect(error?.reason == .onionWithoutProxy && error?.name == "client.onion_proxy")
        #expect(reason { try client("abcdefgh.onion", proxy: .none, environment: environment).stats() } == .onionWithoutProxy)
    }

    @Test func `this machine is never reached through a proxy`() throws {
        let server = FakeServer { _, _ in .json(InvitesBody(invites: [])) }
        let proxy = SOCKSServer(target: server.port)
        _ = try client("http://127.0.0.1:\(server.port)", proxy: .url(proxy.url)).invites()
        _ = try client("http://localhost:\(server.port)", proxy: .url(proxy.url)).invites()
        #expect(proxy.requests.isEmpty && server.received.count == 2)
    }

    @Test func `a proxy that does not run is reported as the cause, and never bypassed`() throws {
        let dead = DeadPort()
        #expect(reason { try client("http://registry.invalid", proxy: .url("socks5h://127.0.0.1:\(dead.port)")).stats() } == .proxyFailed)
        let refusing = SOCKSServer(target: dead.port)
        #expect(reason { try client("http://registry.invalid", proxy: .url(refusing.url)).stats() } == .proxyFailed)
        #expect(reason { try client("http://registry.invalid", proxy: .url("nonsense://127.0.0.1:1")).stats() } == .proxyFailed)
    }

    @Test func `ALL_PROXY and HTTPS_PROXY are read from the environment`() async {
        await #expect(processExitsWith: .success) {
            let server = FakeServer { _, _ in .json(InvitesBody(invites: [])) }
            let proxy = SOCKSServer(target: server.port)
            setenv("ALL_PROXY", proxy.url, 1)
            let address = try ServerAddress("http://registry.invalid", allowingPlainHTTP: true)
            _ = try ThawClient(server: address, token: nil, environment: .test()).invites()
            #expect(proxy.requests == ["name registry.invalid:80"])

            setenv("HTTPS_PROXY", proxy.url, 1)
            unsetenv("ALL_PROXY")
            let secure = ThawClient(
                server: try ServerAddress("https://registry.invalid"), token: nil, settings: .test(), environment: .test())
            #expect(throws: ClientError.self) { try secure.invites() }
            #expect(proxy.requests.last == "name registry.invalid:443")
        }
    }
}
