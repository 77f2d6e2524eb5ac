import Files
import FoundationEssentials
package import Plates
package import Wire

/// The list on this machine, verified, for one question. It keeps other processes from replacing or erasing the list meanwhile, so drop it
/// soon.
package struct OpenList {
    package let summary: ListSummary
    package let help: String?
    package let contact: String?
    /// The last bytes of the file.
    let signature: [UInt8]
    /// Whether the index beside the list was usable.
    let hasIndexFile: Bool

    private let lock: FileLock?
    private let file: MappedFile
    private let index: ListIndex

    /// The plates of an answer from the list.
    package struct Matches: Sendable {
        /// Exact matches.
        package var listings: [ListedPlate] = []
        /// Near misses, best first. Not matches.
        package var similar: [(listing: ListedPlate, difference: PlateDifference)] = []
    }

    /// - Parameters:
    ///   - cache: the folder of the list.
    ///   - lock: the lock that keeps writers out; `nil` if the caller holds it.
    /// - Throws: `.listMissing`, `.listDamaged`, `.listReplayed`, `.listExpired`, `.listClock`, `.listFormat`.
    init(in cache: PrivateFolder, _ trust: ListTrust, lock: FileLock?, now: Int64) throws(ClientError) {
        self.lock = lock
        guard let file = try cache.map(KeptList.fileName, bytesMax: KeptList.fileBytesMax) else { throw ClientError(.listMissing) }
        self.file = file
        let damaged = ClientError(.listDamaged, subject: cache.path + "/" + KeptList.fileName)
        guard file.bytes.count > ListSignature.prefix.count + ListKey.signatureBytes else { throw damaged }
        signature = Array(file.bytes.suffix(ListKey.signatureBytes))
        let message = UnsafeRawBufferPointer(rebasing: file.bytes.dropLast(ListKey.signatureBytes))
        guard message.starts(with: ListSignature.prefix), trust.key.verifies(signature, of: message) else { throw damaged }
        let body = UnsafeRawBufferPointer(rebasing: message.dropFirst(ListSignature.prefix.count))
        if let beside = try? cache.map(KeptList.indexName, bytesMax: ListIndex.bytesMax),
            let index = ListIndex(beside, signature: signature)
        {
            (self.index, hasIndexFile) = (index, true)
        } else {
            // A writer was killed between the two files, or the index is damaged: it only saves time.
            (index, hasIndexFile) = (ListIndex(of: try ListSummary.contents(of: body), signature: signature), false)
        }
        let head: ListHead
        do throws(WireError) {
            head = try ListContents.head(of: body, listings: index.listings)
        } catch {
            throw ClientError(list: error)
        }
        summary = try ListSummary(head, count: index.count, unreadable: index.unreadable, key: trust.key)
        (help, contact) = (head.help, head.contact)
        guard summary.asOfSeconds >= trust.newestSeconds ?? 0 else { throw ClientError(.listReplayed) }
        try summary.check(at: now, lastChecked: trust.checkedSeconds)
    }

    private var body: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: file.bytes.dropFirst(ListSignature.prefix.count).dropLast(ListKey.signatureBytes))
    }

    /// Looks a plate up as the server does for the public; with an unknown issuer (`ZZ`) it matches every issuer.
    ///
    /// - Throws: `.listDamaged` if a listing is not the one that the index names.
    package func lookUp(_ key: PlateKey, similar: Bool) throws(ClientError) -> Matches {
        var exact: [Found] = []
        var twins: [Found] = []
        index.forEachIssuer(of: key) { found, range in
            let entry = Found(key: found, range: range, difference: .issuer)
            if key.issuer == .unknown || found == key { exact.append(entry) } else { twins.append(entry) }
        }
        var near: [Found] = []
        if similar {
            key.forEachSimilar { close, difference in
                index.forEachIssuer(of: close) { found, range in near.append(Found(key: found, range: range, difference: difference)) }
            }
            near.sort { left, right in
                let leftRank = SimilarRank(left.difference, of: left.key, askedFor: key)
                let rightRank = SimilarRank(right.difference, of: right.key, askedFor: key)
                return leftRank != rightRank ? leftRank < rightRank : left.key < right.key
            }
        }
        var matches = Matches()
        for found in exact { matches.listings.append(try listing(of: found)) }
        for found in twins + near.prefix(SimilarRank.shownMax) {
            matches.similar.append((try listing(of: found), found.difference))
        }
        return matches
    }

    private struct Found {
        let key: PlateKey
        let range: Range<Int>
        let difference: PlateDifference
    }

    private func listing(of found: Found) throws(ClientError) -> ListedPlate {
        let body = body
        guard found.range.upperBound <= body.count,
            let listing = ListedPlate(json: UnsafeRawBufferPointer(rebasing: body[found.range])), listing.plate.plate?.key == found.key
        else { throw ClientError(.listDamaged) }
        return listing
    }
}
