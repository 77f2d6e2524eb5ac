import Wire

/// When a list was made, until when it is valid, and how much it holds.
package struct ListSummary: Hashable, Sendable {
    /// RFC 3339.
    package let asOf: String
    package let validUntil: String
    /// Listings that this version can read.
    package let count: Int
    /// Whether every confirmed plate is on it. If not, a plate that is not on it may still be confirmed.
    package let isWhole: Bool
    package let asOfSeconds: Int64
    package let validUntilSeconds: Int64

    /// - Parameter key: the key that signed it, which the head must name.
    /// - Throws: `.notUnderstood` for times that no list has.
    init(_ head: ListHead, count: Int, unreadable: Int, key: ListKey) throws(ClientError) {
        guard head.registry == key.fingerprint else { throw ClientError(.notUnderstood, subject: "registry") }
        guard let start = WireTime.seconds(head.asOf) else { throw ClientError(.notUnderstood, subject: "as_of") }
        guard let end = WireTime.seconds(head.validUntil), start < end, end - start <= Int64(WireLimits.listHours) * 3_600 else {
            throw ClientError(.notUnderstood, subject: "valid_until")
        }
        (asOf, validUntil) = (head.asOf, head.validUntil)
        self.count = count
        isWhole = head.truncated != true && unreadable == 0
        (asOfSeconds, validUntilSeconds) = (start, end)
    }

    /// Whether this machine's clock lets the list be used.
    ///
    /// - Parameters:
    ///   - now: this machine's time.
    ///   - lastChecked: when the server was last asked for the list, by this machine's clock.
    /// - Throws: `.listClock` if the clock is behind the list or was set back; `.listExpired` from the list's end on.
    func check(at now: Int64, lastChecked: Int64?) throws(ClientError) {
        let earliest = max(asOfSeconds, lastChecked ?? 0)
        guard now >= earliest - ThawClient.clockDifferenceMax else { throw ClientError(.listClock) }
        guard now < validUntilSeconds else { throw ClientError(.listExpired) }
    }

    /// The listings of a verified body.
    ///
    /// - Throws: `.listFormat`, `.notUnderstood`.
    static func contents(of body: UnsafeRawBufferPointer) throws(ClientError) -> ListContents {
        do throws(WireError) { return try ListContents(body) } catch { throw ClientError(list: error) }
    }
}

extension ClientError {
    /// Why the body of a list cannot be read.
    init(list error: WireError) {
        self = error.field == "format" ? ClientError(.listFormat) : ClientError(.notUnderstood, subject: error.field)
    }
}
