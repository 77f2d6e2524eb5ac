import DaemonSupport
import Foundation
import Plates
import Server
package import Vocabulary

/// The questions of `thawd init`: from a person's answers to the values of settings. It writes nothing.
package struct InitDialog {
    /// The person ended the input.
    package struct Canceled: Error {}

    /// The facts and checks that need the machine.
    package struct Machine: Sendable {
        /// The identifier of the machine's time zone.
        package let timeZone: String
        /// The offset of a zone without summer time; nil for a zone with another step than quarter hours.
        package let standardOffset: @Sendable (_ zone: String) -> UTCOffset?
        /// Why an areas file cannot be used, one sentence each; empty if it can.
        package let areaProblems: @Sendable (_ path: String) -> [String]
        /// Why a certificate and its key cannot be used.
        package let certificateProblems: @Sendable (_ certificate: String, _ key: String) -> [String]

        package init(
            timeZone: String, standardOffset: @escaping @Sendable (String) -> UTCOffset?,
            areaProblems: @escaping @Sendable (String) -> [String],
            certificateProblems: @escaping @Sendable (String, String) -> [String]
        ) {
            self.timeZone = timeZone
            self.standardOffset = standardOffset
            self.areaProblems = areaProblems
            self.certificateProblems = certificateProblems
        }
    }

    /// How people reach the registry.
    private enum Access: String, CaseIterable {
        case thisMachine = "1"
        case proxy = "2"
        case certificate = "3"
        case onion = "4"
    }

    /// The number of wrong answers to a question after which the dialog ends.
    private static let triesMax = 20
    /// The problems of a file that are shown at once.
    private static let problemsMax = 5
    /// If a value of one of these is given, the dialog does not ask how people reach the registry.
    private static let accessKeys = [
        "server.address", "server.proxies", "server.tls.certificate", "server.tls.key", "web.origins", "web.onion",
    ]

    private let screen: any DialogScreen
    private let machine: Machine
    /// The packaged service; nil for a registry that this user starts.
    private let service: ServiceFiles?
    /// The folder of the configuration file.
    private let folder: String
    private var values: [String: String]

    /// - Parameter given: values by key that the command line has. They are not asked for.
    package init(screen: any DialogScreen, machine: Machine, service: ServiceFiles?, folder: String, given: [String: String]) {
        self.screen = screen
        self.machine = machine
        self.service = service
        self.folder = folder
        values = given
    }

    /// Asks every question, and returns the values by key.
    package mutating func run() throws(Canceled) -> [String: String] {
        screen.show("Enter accepts the value in brackets. Ctrl-D stops without writing anything.")
        screen.show("")
        try askForRegistry()
        try askForAreas()
        try ask("chapter.help", "Help line under every answer, such as a hotline", default: nil)
        if !Self.accessKeys.contains(where: { values[$0] != nil }) { try askForAccess() }
        if let service, values["data.folder"] == nil { values["data.folder"] = service.dataFolder }
        return values
    }

    private mutating func askForRegistry() throws(Canceled) {
        try ask("registry.name", "Name of the registry", default: Settings().registryName)
        try ask(
            "registry.issuer", "Issuer of plates that are reported without one (US-MN; ZZ for none)", default: Settings().issuer.code,
            reading: { $0.uppercased() })
        try ask("registry.time_zone", "Time zone of the pages", default: machine.timeZone)
        let offset = values["registry.time_zone"].flatMap(machine.standardOffset) ?? .zero
        try ask(
            "registry.utc_offset", "UTC offset (days begin at its midnight; it cannot change later)", default: offset.description)
    }

    private mutating func askForAreas() throws(Canceled) {
        let machine = machine
        try ask(
            "areas.file", "Areas file (GeoJSON)", default: nil, fallbackName: "none: one area, everywhere",
            problems: { machine.areaProblems($0) })
    }

    // MARK: How people reach it

    private mutating func askForAccess() throws(Canceled) {
        screen.show("")
        screen.show("How do people reach the registry?")
        screen.show("  1  only from this machine, to try it")
        screen.show("  2  through a proxy on this machine that has the certificate, such as nginx")
        screen.show("  3  directly: thawd has the certificate")
        screen.show("  4  as an onion service: tor on this machine has its address already")
        switch try askForNumber() {
        case .thisMachine: break
        case .proxy:
            try askForOrigin()
            values["server.proxies"] = "127.0.0.1, ::1"
        case .certificate: try askForCertificate()
        case .onion:
            try ask(
                "web.onion", "Onion address, from /var/lib/tor/thaw/hostname", default: nil, isRequired: true,
                reading: { $0.contains("://") ? $0 : "http://\($0)" })
            values["web.origins"] = values["web.onion"]
            values["server.proxies"] = "tor"
            if let service { values["server.address"] = "unix:\(service.socket)" }
        }
    }

    private func askForNumber() throws(Canceled) -> Access {
        for _ in 0..<Self.triesMax {
            let text = try line("Number [1]: ")
            if let access = text.isEmpty ? Access.thisMachine : Access(rawValue: text) { return access }
            screen.show("  Type a number from 1 to \(Access.allCases.count).")
        }
        throw Canceled()
    }

    private mutating func askForOrigin() throws(Canceled) {
        try ask(
            "web.origins", "Address that people open, such as https://registry.example.org", default: nil, isRequired: true,
            problems: { PageOrigin($0)?.kind == .https ? [] : ["It must be one address that begins with https://."] })
    }

    private mutating func askForCertificate() throws(Canceled) {
        try askForOrigin()
        let port = values["web.origins"].flatMap { PageOrigin($0) }?.port ?? Self.httpsPort
        values["server.address"] = "0.0.0.0:\(port)"
        if service == nil { try ask("seal.key_file", "Seal key, outside of the data folder", default: folder + "/seal.key") }
        let machine = machine
        for _ in 0..<Self.triesMax {
            try ask("server.tls.certificate", "Certificate chain (PEM)", default: folder + "/fullchain.pem")
            try ask("server.tls.key", "Private key of the certificate (PEM)", default: folder + "/privkey.pem")
            let problems = machine.certificateProblems(values["server.tls.certificate"] ?? "", values["server.tls.key"] ?? "")
            guard !problems.isEmpty else { return }
            show(problems)
            (values["server.tls.certificate"], values["server.tls.key"]) = (nil, nil)
        }
        throw Canceled()
    }

    private static let httpsPort = 443

    // MARK: One question

    /// Asks for a setting until the answer is allowed, unless its value is given.
    ///
    /// - Parameters:
    ///   - fallback: the value of an empty answer; nil to leave the setting out.
    ///   - fallbackName: how the brackets call an absent value.
    ///   - reading: corrects the spelling of an answer.
    ///   - problems: why an allowed answer cannot be used.
    private mutating func ask(
        _ key: String, _ question: String, default fallback: String?, fallbackName: String = "none", isRequired: Bool = false,
        reading: (String) -> String = { $0 }, problems: (String) -> [String] = { _ in [] }
    ) throws(Canceled) {
        guard values[key] == nil else { return }
        guard let setting = Setting.named(key) else { preconditionFailure("\(key) is a setting") }
        for _ in 0..<Self.triesMax {
            let typed = try line("\(question)\(isRequired ? "" : " [\(fallback ?? fallbackName)]"): ")
            if typed.isEmpty {
                if isRequired {
                    screen.show("  This needs an answer.")
                    continue
                }
                values[key] = fallback
                return
            }
            let text = reading(typed)
            var settings = Settings()
            guard setting.parse(text, &settings) else {
                screen.show("  \(key) takes \(setting.shape.allowed).")
                continue
            }
            let found = problems(text)
            if found.isEmpty {
                values[key] = text
                return
            }
            show(found)
        }
        throw Canceled()
    }

    private func line(_ prompt: String) throws(Canceled) -> String {
        guard let line = screen.answer(to: prompt) else { throw Canceled() }
        return line.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func show(_ problems: [String]) {
        for problem in problems.prefix(Self.problemsMax) { screen.show("  \(problem)") }
        if problems.count > Self.problemsMax { screen.show("  … and \(problems.count - Self.problemsMax) more") }
    }
}
