import DaemonSupport
import Foundation
import Server
import Vocabulary
import Wire

extension InitDialog.Machine {
    /// This machine.
    ///
    /// - Parameters:
    ///   - settings: the given values, such as the names of an areas file's properties.
    ///   - seconds: the present time in seconds since 1970.
    static func system(_ settings: Settings, service: ServiceFiles?, paths: HomePaths, seconds: Int64) -> Self {
        let zone = TimeZone.current.identifier
        return Self(
            // Some machines have a zone without a name that the setting takes.
            timeZone: TimeZone(identifier: zone) == nil ? "GMT" : zone,
            standardOffset: { name in
                guard let zone = TimeZone(identifier: name) else { return nil }
                let now = Date(timeIntervalSince1970: TimeInterval(seconds))
                return UTCOffset(minutes: (zone.secondsFromGMT(for: now) - Int(zone.daylightSavingTimeOffset(for: now))) / 60)
            },
            areaProblems: { path in
                if let service, service.mustCopy(path), FileManager.default.fileExists(atPath: service.areas) {
                    return ["\(service.areas) exists. Enter that path to use it, or move it away."]
                }
                var settings = settings
                settings.areasFile = path
                return Self.problems { () throws(DaemonError) in try StartPlan.readAreas(settings, paths) }
            },
            certificateProblems: { certificate, key in
                let files = TLSFiles(certificate: paths.expand(certificate), key: paths.expand(key))
                return Self.problems { () throws(DaemonError) in try files.load() }
            })
    }

    private static func problems(_ work: () throws(DaemonError) -> some Any) -> [String] {
        do throws(DaemonError) {
            _ = try work()
            return []
        } catch {
            return error.causes.map { "\($0.detail) \($0.code.advice)" }
        }
    }
}

extension ServiceFiles {
    /// Whether the service may not be able to read a file of the operator, which lies in a home folder for example.
    func mustCopy(_ path: String) -> Bool { !path.hasPrefix(folder + "/") }
}
