import Crypto
import HTTPTypes
import Hummingbird
import NIOCore
import Sightings
import Vocabulary
import Web
import Wire

/// The signed list of confirmed plates at one moment, as it is sent to every token.
struct DeviceList: Sendable {
    let asOf: Instant
    /// From then on an unchanged list is signed anew: halfway through its validity.
    let renewedAt: Instant
    let body: ByteBuffer
    let gzipped: ByteBuffer
    /// The value of `Thaw-Signature`.
    let signature: String
    /// A weak tag: one for both encodings of the body.
    let tag: String
    /// SHA-256 of everything but the times.
    let contentDigest: [UInt8]

    /// Takes about 0.4 s for 100,000 listings, most of it to compress. Lets other work run in between.
    static func make(of ledger: Ledger, chapter: Chapter, after former: DeviceList?, at now: Instant) async -> DeviceList {
        let confirmed = ledger.listings.confirmedPlates(limit: ledger.rules.list.listingsMax, at: now)
        var listings = ListingsText(listings: confirmed.plates.count)
        for plate in confirmed.plates {
            listings.append(ListedPlate(plate))
            if listings.count.isMultiple(of: listingsPerStep) { await Task.yield() }
        }
        var digest = SHA256()
        digest.update(data: listings.bytes)
        digest.update(data: [UInt8(confirmed.isTruncated ? 1 : 0)])
        let content = Array(digest.finalize())
        if let former, former.contentDigest == content, former.asOf <= now, now < former.renewedAt { return former }
        let hours = ledger.rules.list.hours
        let head = ListHead(
            registry: ledger.listKey.fingerprint, asOf: WireTime.text(now.seconds),
            validUntil: WireTime.text(now.adding(hours: hours).seconds),
            help: chapter.help, contact: chapter.contact, isTruncated: confirmed.isTruncated)
        let body = head.body(listings)
        return DeviceList(
            body, content, asOf: now, renewedAt: now.adding(minutes: hours * 30),
            signature: ledger.signList(ListSignature.prefix + body))
    }

    private init(_ bytes: [UInt8], _ content: [UInt8], asOf: Instant, renewedAt: Instant, signature: [UInt8]) {
        self.asOf = asOf
        self.renewedAt = renewedAt
        body = ByteBuffer(bytes: bytes)
        gzipped = ByteBuffer(bytes: Gzip.compress(bytes))
        self.signature = ListSignature.header(signature)
        tag = "W/\"" + SHA256.hash(data: bytes).prefix(16).hexadecimal + "\""
        contentDigest = content
    }

    private static let listingsPerStep = 4_096

    /// The list, compressed if the request allows it; `304` if its sender has it.
    func response(to request: Request) -> Response {
        var headers: HTTPFields = [
            .contentType: WireJSON.mediaType, .eTag: tag, .cacheControl: "no-store", .vary: "Accept-Encoding", .thawSignature: signature,
        ]
        if request.knows(tag: tag) { return Response(status: .notModified, headers: headers) }
        guard PageHeaders.allowGzip(request.headers[values: .acceptEncoding]) else {
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
        }
        headers[.contentEncoding] = "gzip"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: gzipped))
    }
}

extension Ledger {
    nonisolated var listKey: ListKey {
        guard let key = ListKey(listPublicKey) else { preconditionFailure("a public key of Ed25519 has 32 bytes") }
        return key
    }
}

extension ListedPlate {
    init(_ confirmed: ConfirmedPlate) {
        self.init(
            plate: PlateBody(confirmed.plate), status: .confirmed, signs: confirmed.signs.map(\.rawValue),
            vehicles: confirmed.vehicles.map(VehicleBody.init), lastDay: WireTime.dayText(confirmed.lastDay.number))
    }
}

extension HTTPField.Name {
    static let thawSignature = HTTPField.Name(ListSignature.headerName)!
}
