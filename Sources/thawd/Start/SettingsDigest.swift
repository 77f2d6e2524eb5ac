import Crypto
import DaemonSupport
package import Seal
import Wire

extension StartPlan {
    /// Changes if a setting or an area changes. Settings are not secret: keys are in their own files.
    package var settingsDigest: Digest128 {
        let lines = settings.table.map { "\($0.key)=\($0.show(settings) ?? "")" } + areas.areas.map { "area=\($0.id)" }
        var hash = SHA256()
        for line in lines { hash.update(data: Array("\(line)\n".utf8)) }
        guard let digest = Digest128(hash.finalize()) else { preconditionFailure("SHA-256 gives 32 bytes") }
        return digest
    }
}
