import Alerts
import Testing

@Suite("Destinations")
struct AlertDestinationTests {
    private static let https = "https://receiver.example.org/hook"
    private static let account = SampleSecret.account
    private static let uuid = "11111111-1111-4111-8111-111111111111"

    @Test(
        arguments: [
            (.ntfy, https, []), (.ntfy, https, [SampleSecret.token]), (.signal, "http://127.0.0.1:8080", [SampleSecret.group]),
            (.signal, "http://127.0.0.1:8080/api/v1/rpc", [SampleSecret.group, account]),
            (.signal, https, ["AAECAwQFBgcICQoLDA0ODw==", uuid]), (.text, nil, [https]), (.text, nil, ["http://127.0.0.1/hook?key=a"]),
            (.webhook, https, [SampleSecret.webhook]), (.webhook, https + "?key=a", [SampleSecret.webhook]),
        ] as [(AlertDestination.Kind, String?, [String])])
    func `an address and a secret of its kind make a destination`(
        _ kind: AlertDestination.Kind, _ url: String?, _ secret: [String]
    ) throws {
        let destination = try AlertDestination("north", kind: kind, address: url.map { try #require(AlertAddress($0)) }, secret: secret)
        #expect("\(destination)" == "north")
        #expect(destination.isOpen == (kind == .ntfy && secret.isEmpty))
    }

    @Test(
        arguments: [
            (.ntfy, nil, [], .address), (.ntfy, "https://ntfy.example.org/", [], .address), (.ntfy, https, ["tk_a b"], .secret),
            (.ntfy, https, ["tk_a", "tk_b"], .secret), (.signal, nil, [SampleSecret.group], .address),
            (.signal, https, [], .secretMissing),
            (.signal, https + "?key=a", [SampleSecret.group], .address), (.signal, https, ["not base64"], .secret),
            (.signal, https, ["AAECAw=="], .secret), (.signal, https, [SampleSecret.group, "6125550199"], .secret),
            (.signal, https, [SampleSecret.group, account, "more"], .secret), (.text, https, [https], .address),
            (.text, nil, [], .secretMissing), (.text, nil, ["http://chat.example.org/hook"], .secret),
            (.text, nil, [https, https], .secret),
            (.webhook, nil, [SampleSecret.webhook], .address), (.webhook, https, [], .secretMissing),
            (.webhook, https, ["whsec_short"], .secret),
        ] as [(AlertDestination.Kind, String?, [String], AlertDestination.Problem)])
    func `anything else is refused with its reason`(
        _ kind: AlertDestination.Kind, _ url: String?, _ secret: [String], _ problem: AlertDestination.Problem
    ) throws {
        let address = try url.map { try #require(AlertAddress($0)) }
        #expect(throws: problem) { try AlertDestination("north", kind: kind, address: address, secret: secret) }
    }

    @Test func `outputs with the same receivers are recognized`() throws {
        let ntfy = try AlertDestination.sample(.ntfy, at: "https://receiver.example.org", named: "a")
        let open = try AlertDestination.sample(.ntfy, at: "https://receiver.example.org", named: "b", secret: [])
        let other = try AlertDestination.sample(.ntfy, at: "https://other.example.org", named: "c")
        let text = try AlertDestination.sample(.text, at: "https://receiver.example.org", named: "d")
        #expect(ntfy.reachesSame(as: open) && text.reachesSame(as: text))
        #expect(!ntfy.reachesSame(as: other) && !ntfy.reachesSame(as: text))
    }
}
