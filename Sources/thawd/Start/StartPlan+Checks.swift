import Foundation
import SQLiteStore
import Seal
import Server
import Sightings
import Vocabulary
import Wire

extension StartPlan {
    /// Looks at the folder, the key, the database and the certificate as `serve` would, and finds what `serve` would refuse.
    ///
    /// Changes nothing and takes no lock, so that it does no harm beside a daemon that runs.
    package func checkFiles() throws(DaemonError) {
        var causes: [DaemonError.Cause] = []
        func look(_ body: () throws(DaemonError) -> Void) {
            do throws(DaemonError) {
                try body()
            } catch {
                causes += error.causes
            }
        }
        look { () throws(DaemonError) in try DataFolder.check(dataFolder) }
        look { () throws(DaemonError) in
            let holdsDatabase = DataFolder.holdsDatabase(in: dataFolder)
            // A missing key is made at the first start; beside a database it is lost.
            guard keyFile.exists || holdsDatabase else { return }
            let secret = try keyFile.read()
            // What is wrong with the folder is said already.
            guard holdsDatabase, causes.isEmpty, let keys = try? SealKeys(secret: secret) else { return }
            try checkDatabase(for: keys)
        }
        look { () throws(DaemonError) in try ClockMark(inFolder: dataFolder).checkIsOver(at: Daemon.clock.now()) }
        look { () throws(DaemonError) in
            guard let certificateFiles else { return }
            do throws(ServerError) {
                _ = try TLSCertificates(certificateFiles)
            } catch {
                throw DaemonError(error)
            }
        }
        guard causes.isEmpty else { throw DaemonError(causes) }
    }

    private func checkDatabase(for keys: SealKeys) throws(DaemonError) {
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
