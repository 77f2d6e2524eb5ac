import Alerts
import TestSupport
import Testing
import Wire

extension AlertMessage {
    /// 2026-11-22 15:45 UTC.
    static let seconds: Int64 = 1_795_362_300
    static let sampleID = "00112233445566778899aabbccddeeff"

    /// An alert, or with `corrects` its correction.
    static func sample(_ id: String = sampleID, corrects: String? = nil) -> AlertMessage {
        AlertMessage(
            title: corrects == nil ? "Confirmed vehicle seen" : "Correction",
            body: AlertBody(
                id: id, event: corrects == nil ? .seen : .correction, corrects: corrects,
                text: "Seen: black Ford SUV, Powderhorn, 3:30–4:00 pm. Confirmed vehicle.",
                area: AlertAreaBody(id: "powderhorn", name: "Powderhorn"), from: "2026-11-22T21:30:00Z", to: "2026-11-22T22:00:00Z",
                vehicle: VehicleBody(color: "black", body: "suv", make: "ford"), page: "https://registry.example.org/"))
    }

    static func correction(of id: String) -> AlertMessage { sample("\(id)-correction", corrects: id) }
}

/// The secrets of the tests. None of them may be found in a log, an error or a figure.
enum SampleSecret {
    static let token = "tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2"
    static let group = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    static let account = "+16125550199"
    /// The key of the vectors of Standard Webhooks' libraries.
    static let webhook = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
}

extension AlertDestination {
    /// A destination of a kind at a server on this machine.
    static func sample(_ kind: Kind, at url: String, named name: String = "north", secret: [String]? = nil) throws -> AlertDestination {
        let (address, ownSecret) =
            switch kind {
            case .ntfy: (url + "/harrow-falls", [SampleSecret.token])
            case .signal: (url, [SampleSecret.group])
            case .text: ("", [url + "/hooks/canary-hook"])
            case .webhook: (url + "/hooks/canary-hook", [SampleSecret.webhook])
            }
        let parsed: AlertAddress? = kind == .text ? nil : try #require(AlertAddress(address) as AlertAddress?)
        return try AlertDestination(name, kind: kind, address: parsed, secret: secret ?? ownSecret)
    }
}

extension Reply {
    static let taken = Reply.text("ok", status: 200, type: "text/plain")

    static func status(_ status: Int, headers: [String] = []) -> Reply {
        .text("canary-answer", status: status, type: "text/plain", headers: headers)
    }
}

/// Makes one try.
func outcome(
    of message: AlertMessage = .sample(), to destination: AlertDestination, through proxy: AlertProxy? = nil,
    timeout: Duration = .seconds(60)
) async -> AlertOutcome {
    let sender = AlertSender(proxy: proxy, timeout: timeout)
    defer { sender.close() }
    return await sender.send(message, to: destination, at: AlertMessage.seconds)
}
