package import DaemonSupport
import Foundation
import Logging
import SQLiteStore
import Seal
import Server
package import Sightings
import Vocabulary
import Wire

extension StartPlan {
    /// How much of the data folder was checked.
    package enum FolderCheck: Hashable, Sendable {
        /// There is no registry yet. A start makes one.
        case empty
        /// Every row, and every other file of the registry.
        case whole
        /// A daemon uses the folder and checked it at its start. Only the key, the offset, the schema's version and the areas were checked
        /// now.
        case besideDaemon
    }

    /// Calls ``checkFiles(at:)`` with the machine's clock.
    @discardableResult
    package func checkFiles() async throws(DaemonError) -> FolderCheck { try await checkFiles(at: Daemon.clock) }

    /// Checks the folder, the key, the registry and the certificate like `serve`, and throws every error that `serve` would throw.
    ///
    /// Changes nothing. It takes as long as a start, and holds the folder's lock, unless a daemon has the lock.
    @discardableResult
    package func checkFiles(at clock: WallClock) async throws(DaemonError) -> FolderCheck {
        var causes: [DaemonError.Cause] = []
        var check = FolderCheck.empty
        do throws(DaemonError) {
            try DataFolder.check(dataFolder)
            check = try await checkRegistry(clock)
        } catch {
            causes += error.causes
            // The key may be wrong as well.
            if keyFile.exists, error.causes.first?.code.group == "folder" || error.causes.first?.code.group == "store" {
                causes.collect { () throws(DaemonError) in try keyFile.read() }
            }
        }
        causes.collect { () throws(DaemonError) in try ClockMark(inFolder: dataFolder).checkIsOver(at: clock.now()) }
        causes.collect { () throws(DaemonError) in try certificateFiles?.load() }
        guard causes.isEmpty else { throw DaemonError(causes) }
        return check
    }

    private func checkRegistry(_ clock: WallClock) async throws(DaemonError) -> FolderCheck {
        let holdsDatabase = DataFolder.holdsDatabase(in: dataFolder)
        // In a new folder, the first start makes the key. In a used one, a missing key is an error.
        guard keyFile.exists || DataFolder.wasUsed(dataFolder) else { return .empty }
        let secret = try keyFile.read()
        guard holdsDatabase else { return .empty }
        guard let folder = try DataFolder(inspecting: dataFolder) else {
            guard let keys = try? SealKeys(secret: secret) else {
                throw DaemonError(.sealMalformed, "The seal key \(keyFile.path) has the wrong length.")
            }
            try checkBesideDaemon(keys)
            return .besideDaemon
        }
        // A first start was interrupted before it wrote anything. The next start repeats it.
        guard !folder.databaseIsEmpty else { return .empty }
        let quiet = Logger(label: "look") { _ in SwiftLogNoOpLogHandler() }
        let registry = try OpenRegistry(in: RegistryHome(inspecting: folder, self), access: .readOnly, logger: quiet)
        defer { registry.close() }
        try await registry.tryOpening(clock)
        return .whole
    }

    private func checkBesideDaemon(_ keys: SealKeys) throws(DaemonError) {
        let database = DataFolder.database(in: dataFolder)
        let areas: [String]?
        do throws(StoreError) {
            areas = try UnlockedRead.areas(at: database, for: identity(with: keys))
        } catch {
            throw DaemonError(opening: database, error)
        }
        try checkAreas(known: areas ?? [])
    }

    /// The identity of a database with these settings and keys.
    func identity(with keys: SealKeys) -> RegistryIdentity {
        RegistryIdentity(keyWitness: keys.keyWitness, utcOffset: settings.rules.utcOffset)
    }

    /// Refuses to start with the one built-in area if the registry has others: a lost setting must not change the areas of reports.
    func checkAreas(known: [String]) throws(DaemonError) {
        let builtIn = Set(AreaMap.everywhere.areas.map(\.id.description))
        let others = known.filter { !builtIn.contains($0) }
        guard settings.areasFile == nil, !others.isEmpty else { return }
        let first = others.prefix(3).joined(separator: ", ")
        throw DaemonError(
            .areasMissing, "The registry in \(dataFolder) has \(others.count) areas (\(first)\(others.count > 3 ? ", …" : "")).")
    }
}
