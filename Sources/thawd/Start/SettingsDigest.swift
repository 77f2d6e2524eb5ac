import Crypto
package import Seal
import Wire

extension StartPlan {
    /// What shows that the daemon runs with other settings than at its last start. No setting is a secret: keys stand in files of their own.
    package var settingsDigest: Digest128 {
        let lines = Setting.all.map { "\($0.key)=\($0.show(settings) ?? "")" } + areas.areas.map { "area=\($0.id)" }
        var hash = SHA256()
        for line in lines { hash.update(data: Array("\(line)\n".utf8)) }
        guard let digest = Digest128(hash.finalize()) else { preconditionFailure("SHA-256 gives 32 bytes") }
        return digest
    }
}
