package import Logging
package import Server
import Vocabulary

/// The lines of a start: the version, the configuration file, the plates, the areas, the outputs of alerts if there are any, and the
/// listeners.
///
/// Support begins with these lines, so they have the level `notice`.
package struct StartLog: Sendable {
    private let logger: Logger

    package init(_ logger: Logger) {
        self.logger = logger
    }

    /// - Parameter file: the configuration file that was read; nil if there was none.
    package func began(file: String?) {
        logger.notice("Starting thawd.", metadata: ["version": "\(ProgramVersion.text)"])
        logger.notice("Read the configuration.", metadata: ["file": "\(file ?? "none")"])
    }

    /// - Parameter plates: the stored plates, rounded by `RoundedFigure`, because readers of the log may not know the exact number.
    package func loaded(plates: Int, areas: Int) {
        logger.notice("Loaded the registry.", metadata: ["plates": "about \(plates)"])
        logger.notice("Loaded the areas.", metadata: ["areas": "\(areas)"])
    }

    /// - Parameter outputs: at least one.
    package func alerting(outputs: Int) {
        logger.notice("Sending alerts.", metadata: ["outputs": "\(outputs)"])
    }

    /// Logs how many corrections are dropped because their outputs are gone; logs nothing if there are none.
    ///
    /// - Parameter outputs: those that were removed from the configuration. The database has no names of outputs.
    package func dropping(corrections: Int, ofRemovedOutputs outputs: Int) {
        guard corrections > 0 else { return }
        logger.warning(
            "Alert outputs were removed or renamed. The corrections that were waiting for them are dropped.",
            metadata: ["outputs": "\(outputs)", "corrections": "\(corrections)"])
    }

    /// - Parameters:
    ///   - address: where clients reach the registry.
    ///   - page: the address of the page on this machine; nil if the page has other names, or if there is none.
    package func listening(at address: ListenAddress, scheme: String, page: String?, operatorAddress: ListenAddress) {
        var metadata: Logger.Metadata = ["at": "\(address)", "scheme": "\(scheme)", "operator": "\(operatorAddress)"]
        if let page { metadata["page"] = "\(page)" }
        logger.notice("Serving.", metadata: metadata)
    }
}
