import Crypto
import FoundationEssentials
import Vocabulary
import Wire

/// The files that the pages' worker keeps on a member's device.
private struct KeptFiles: Encodable {
    /// The cache's name. It changes with everything that is kept, so a new build replaces the old copy.
    let name: String
    let languages: [String]
    let assets: [String]
}

extension Site {
    /// The worker's script.
    package func worker() -> [UInt8] {
        let assets = ([files.style, files.script, listScript, files.icon192] + languages.map { edition($0).wordsFile }).map(\.address)
        var hash = SHA256()
        for language in languages { hash.update(data: offline(in: language)) }
        for asset in assets { hash.update(data: Array(asset.utf8)) }
        let kept = KeptFiles(
            name: "thaw-" + hash.finalize().prefix(8).hexadecimal, languages: languages.map(\.code), assets: assets)
        return Array("const kept = ".utf8) + WireJSON.encode(kept) + Array(";\n".utf8) + PackageResources.sw_js
    }
}

/// The worker's script if no pages are served: it deletes the files of an earlier worker, and itself.
package let workerRemoval: [UInt8] = PackageResources.sw_off_js
