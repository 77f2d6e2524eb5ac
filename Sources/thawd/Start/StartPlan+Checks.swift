import Foundation
import Logging
import SQLiteStore
import Seal
import Server
package import Sightings
import Vocabulary
import Wire

extension StartPlan {
    /// How much of the data folder a look could see.
    package enum FolderLook: Hashable, Sendable {
        /// There is no registry yet; a start makes one.
        case empty
        /// Every row, and every file beside the database.
        case whole
        /// A daemon has the folder open. It checked all of it as it started; the look saw the key, the offset, the schema's version and the areas.
        case besideDaemon
    }

    /// Looks at the folder, the key, the registry and the certificate with the machine's clock; see ``checkFiles(at:)``.
    @discardableResult
    package func checkFiles() async throws(DaemonError) -> FolderLook { try await checkFiles(at: Daemon.clock) }

    /// Looks at the folder, the key, the registry and the certificate as `serve` would, and throws all that `serve` would refuse.
    ///
    /// Changes nothing. Holds the folder's lock meanwhile, if no daemon has it; costs what a start costs. Beside a daemon it needs no lock.
    @discardableResult
    package func checkFiles(at clock: WallClock) async throws(DaemonError) -> FolderLook {
        var causes: [DaemonError.Cause] = []
        var look = FolderLook.empty
        do throws(DaemonError) {
            try DataFolder.check(dataFolder)
            look = try await lookAtRegistry(clock)
        } catch {
            causes += error.causes
            // What is wrong with the folder says nothing of the key.
            if keyFile.exists, error.causes.first?.code.group == "folder" || error.causes.first?.code.group == "store" {
                do throws(DaemonError) { _ = try keyFile.read() } catch { causes += error.causes }
            }
        }
        do throws(DaemonError) {
            try ClockMark(inFolder: dataFolder).checkIsOver(at: clock.now())
        } catch {
            causes += error.causes
        }
        do throws(ServerError) {
            if let certificateFiles { _ = try TLSCertificates(certificateFiles) }
        } catch {
            causes += DaemonError(error).causes
        }
        guard causes.isEmpty else { throw DaemonError(causes) }
        return look
    }

    private func lookAtRegistry(_ clock: WallClock) async throws(DaemonError) -> FolderLook {
        let holdsDatabase = DataFolder.holdsDatabase(in: dataFolder)
        // A missing key is made at the first start; beside a database it is lost.
        guard keyFile.exists || holdsDatabase else { return .empty }
        let secret = try keyFile.read()
        guard holdsDatabase else { return .empty }
        guard let folder = try DataFolder(lookingAt: dataFolder) else {
            guard let keys = try? SealKeys(secret: secret) else {
                throw DaemonError(.sealMalformed, "The seal key \(keyFile.path) has the wrong length.")
            }
            try glance(with: keys)
            return .besideDaemon
        }
        // A first start that was cut off before it wrote anything is taken up again.
        guard !folder.databaseIsEmpty else { return .empty }
        let quiet = Logger(label: "look") { _ in SwiftLogNoOpLogHandler() }
        let registry = try OpenRegistry(in: RegistryHome(lookingAt: folder, self), access: .look, logger: quiet)
        defer { registry.close() }
        try await registry.look(clock)
        return .whole
    }

    private func glance(with keys: SealKeys) throws(DaemonError) {
        let database = DataFolder.database(in: dataFolder)
        let areas: [String]?
        do throws(StoreError) {
            areas = try DatabaseGlance.areas(at: database, for: identity(with: keys))
        } catch {
            throw DaemonError(opening: database, error)
        }
        try checkAreas(known: areas ?? [])
    }

    /// What a database of these settings and keys is recognized by.
    func identity(with keys: SealKeys) -> RegistryIdentity {
        RegistryIdentity(keyWitness: keys.keyWitness, utcOffset: settings.rules.utcOffset)
    }

    /// Refuses to go on under the one built-in area where the registry had others: a setting that was lost must not change what is reported.
    func checkAreas(known: [String]) throws(DaemonError) {
        let builtIn = Set(AreaMap.everywhere.areas.map(\.id.description))
        let others = known.filter { !builtIn.contains($0) }
        guard settings.areasFile == nil, !others.isEmpty else { return }
        let first = others.prefix(3).joined(separator: ", ")
        throw DaemonError(
            .areasMissing, "The registry in \(dataFolder) has \(others.count) areas (\(first)\(others.count > 3 ? ", …" : "")).")
    }
}
