package import Alerts
package import DaemonSupport
import Files
import Foundation
import Server
import Sightings
import Vocabulary
package import Web
package import Wire

/// The outputs of alerts, with the data that the start reads for them: secrets, words and names of areas.
package struct AlertPlan: Sendable {
    package struct Output: Sendable {
        package let destination: AlertDestination
        package let text: AlertText
        /// Whether its messages may have the plate.
        package let carriesPlate: Bool
    }

    /// By name.
    package let outputs: [String: Output]
    package let areas: AreaMap
    /// The page where anyone can check a plate; nil if the pages have no address of their own.
    package let page: String?
    package let slotMinutes: Int

    /// Reads the secrets of all outputs. Reaches no network.
    ///
    /// - Parameter words: of every language of the pages.
    /// - Throws: everything that is wrong, at once, without an address or a secret.
    package init(_ settings: Settings, areas: AreaMap, words: [Language: Words], paths: HomePaths) throws(DaemonError) {
        var causes: [DaemonError.Cause] = []
        var outputs: [String: Output] = [:]
        let zone = settings.zone
        for (name, output) in settings.alertOutputs.sorted(by: { $0.key < $1.key }) {
            let unknown = (output.areas ?? []).filter { areas[$0] == nil }.map(\.description)
            if !unknown.isEmpty {
                causes.append(.init(.configValue, "alerts.outputs.\(name).areas: there is no area \(unknown.joined(separator: ", "))."))
            }
            do throws(DaemonError) {
                let destination = try Self.destination(name, output, settings, paths)
                let language = output.language ?? settings.languages.first ?? .english
                guard let words = words[language] else { continue }
                outputs[name] = Output(
                    destination: destination,
                    text: AlertText(words, dayOffsetSeconds: settings.rules.utcOffset.seconds) {
                        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval($0))))
                    },
                    carriesPlate: output.carriesPlate ?? settings.rules.alerts.carriesPlate)
            } catch {
                causes += error.causes
            }
        }
        guard causes.isEmpty else { throw DaemonError(causes) }
        self.outputs = outputs
        self.areas = areas
        page = settings.alertPage
        slotMinutes = settings.rules.reports.slotMinutes
    }

    /// Outputs that work but are probably mistakes, one sentence each.
    var warnings: [String] {
        var warnings: [String] = []
        let all = outputs.values.map(\.destination).sorted { $0.name < $1.name }
        for (index, destination) in all.enumerated() {
            if destination.isOpen {
                warnings.append(
                    "alerts.outputs.\(destination.name): without an access token, anyone who knows or guesses the topic can read it, and "
                        + "send false alerts to it.")
            }
            if let other = all[..<index].first(where: { $0.reachesSame(as: destination) }) {
                warnings.append(
                    "alerts.outputs.\(destination.name): it has the same receivers as alerts.outputs.\(other.name), so each alert arrives "
                        + "twice.")
            }
        }
        return warnings
    }

    private static func destination(
        _ name: String, _ output: AlertOutputSettings, _ settings: Settings, _ paths: HomePaths
    ) throws(DaemonError) -> AlertDestination {
        let key = "alerts.outputs.\(name)"
        guard let kind = output.kind else { throw DaemonError(.configValue, "\(key) needs \(key).kind.") }
        let secret = try secret(of: name, output, paths)
        let destination: AlertDestination
        do {
            destination = try AlertDestination(name, kind: kind, address: output.address, secret: secret)
        } catch {
            switch error {
            case .address: throw DaemonError(.configValue, "\(key).url is not an address of this kind: \(kind.rawValue).")
            case .secretMissing:
                throw DaemonError(.configValue, "\(key) needs \(key).secret_file, with \(kind.secret), or the credential alerts.\(name).")
            case .secret: throw DaemonError(.configValue, "\(key).secret_file: the file needs to hold \(kind.secret), and nothing else.")
            }
        }
        guard destination.reach != .onion || settings.alertProxy != nil else {
            throw DaemonError(.configValue, "\(key) has an onion address, which needs alerts.proxy.")
        }
        return destination
    }

    private static let secretBytesMax = 4_096

    /// The lines of a secret's file, or of the systemd credential; none if there is neither.
    private static func secret(of name: String, _ output: AlertOutputSettings, _ paths: HomePaths) throws(DaemonError) -> [String] {
        let credential = paths.credentialsFolder.map { "\($0)/alerts.\(name)" }
            .flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
        guard let path = output.secretFile.map(paths.expand) ?? credential else { return [] }
        let lines: [String]
        do throws(FileError) {
            let bytes = try FileLocation(path: path).read(bytesMax: secretBytesMax, paths.trust(inSecret: path))
            lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
                .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        } catch {
            // Without the path: someone may have written the secret itself.
            throw DaemonError(.configValue, "alerts.outputs.\(name).secret_file: cannot read the file (\(error.cause)).")
        }
        guard !lines.isEmpty else { throw DaemonError(.configValue, "alerts.outputs.\(name).secret_file: the file is empty.") }
        return lines
    }
}

extension AlertDestination.Kind {
    /// The content of the secret's file.
    fileprivate var secret: String {
        switch self {
        case .ntfy: "an access token"
        case .signal: "a group's ID in base64, and below it an account if the daemon serves several"
        case .text: "the whole address of the webhook"
        case .webhook: "a key that begins with whsec_"
        }
    }
}

extension Settings {
    /// The first address of the pages, with TLS if one has it.
    fileprivate var alertPage: String? {
        guard servesPages else { return nil }
        return (pageOrigins.first { $0.kind == .https } ?? pageOrigins.first).map { "\($0)/" }
    }
}
