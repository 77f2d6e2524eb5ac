package import Alerts
import DaemonSupport
import Sightings
package import Vocabulary
package import Web
import Wire

extension Settings {
    /// The longest name of an output.
    private static let outputNameLengthMax = 32

    /// The outputs as the rules see them.
    var ruledOutputs: [AlertOutput] {
        alertOutputs.sorted { $0.key < $1.key }.map { name, output in
            AlertOutput(
                name: name, events: Set(output.events ?? AlertOutputSettings.defaultEvents), areas: output.areas.map { Set($0) })
        }
    }

    /// Errors in the outputs that need no file to be found. They name no address.
    var alertContradictions: [DaemonError.Cause] {
        var problems: [DaemonError.Cause] = []
        if alertOutputs.count > AlertOutput.countMax {
            problems.append(.init(.configValue, "alerts.outputs: at most \(AlertOutput.countMax) outputs are possible."))
        }
        for (name, output) in alertOutputs.sorted(by: { $0.key < $1.key }) {
            problems += contradictions(of: output, named: name).map { .init(.configValue, $0) }
        }
        return problems
    }

    private func contradictions(of output: AlertOutputSettings, named name: String) -> [String] {
        let key = "alerts.outputs.\(name)"
        var problems: [String] = []
        func refuse(_ isWrong: Bool, _ detail: String) {
            if isWrong { problems.append(detail) }
        }
        refuse(
            name.count > Self.outputNameLengthMax || name.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) == nil,
            "\(key): a name has lower-case letters, digits and single hyphens, \(Self.outputNameLengthMax) in all at most.")
        refuse(output.kind == nil, "\(key) needs \(key).kind: ntfy, signal, text or webhook.")
        if let kind = output.kind {
            refuse(kind != .text && output.address == nil, "\(key) needs \(key).url.")
            refuse(
                kind == .text && output.address != nil,
                "\(key).url: the address of a text output is its secret. Put it into the file of \(key).secret_file.")
            refuse(
                kind == .ntfy && output.address.map { $0.topic == nil } ?? false,
                "\(key).url must end with the topic alone, as in https://ntfy.example.org/harrow-falls.")
        }
        refuse(output.address?.reach == .onion && alertProxy == nil, "\(key).url is an onion address, which needs alerts.proxy.")
        refuse(output.carriesPlate == true && !rules.alerts.carriesPlate, "\(key).plate (true) needs alerts.plate: true.")
        if let language = output.language, !languages.contains(language) {
            let served = languages.map(\.code).joined(separator: ", ")
            refuse(true, "\(key).language needs \(language.code) in web.languages (\(served)).")
        }
        return problems
    }
}

/// The operator's settings for one output of alerts. Every field that is not set has its default.
package struct AlertOutputSettings: Hashable, Sendable {
    package var kind: AlertDestination.Kind?
    package var address: AlertAddress?
    package var secretFile: String?
    /// nil for every area.
    package var areas: [AreaID]?
    /// nil for ``defaultEvents``.
    package var events: [AlertEvent]?
    /// nil for the value of `alerts.plate`.
    package var carriesPlate: Bool?
    /// nil for the first language of the pages.
    package var language: Language?

    package static let defaultEvents: [AlertEvent] = [.seen]

    package init() {}
}
