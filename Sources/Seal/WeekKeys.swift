package import Plates

/// The keys that link a voice to its token, one for each week. Each is erased five weeks later.
///
/// An old copy of this value still has old keys. So only one owner stores it, and replaces it when a week ends. The description hides the
/// keys.
package struct WeekKeys: Sendable, CustomStringConvertible, CustomReflectable {
    private struct WeekKey {
        let tags: CodeKey
        let witness: Digest128
    }

    private var keys: [Int32: WeekKey] = [:]

    package init() {}

    package var description: String { "week keys" }

    package var customMirror: Mirror { Mirror(self, children: []) }

    package var weeks: [Int32] { keys.keys.sorted() }

    package func contains(_ week: Int32) -> Bool { keys[week] != nil }

    /// The value by which the database recognizes a week's key; nil if there is no such key.
    package func witness(week: Int32) -> Digest128? { keys[week]?.witness }

    mutating func insert(_ bytes: [UInt8], week: Int32, joining sealKeys: SealKeys) {
        keys[week] = WeekKey(tags: sealKeys.tagKey(ofWeekKey: bytes), witness: sealKeys.witness(ofWeekKey: bytes))
    }

    package mutating func remove(week: Int32) {
        keys[week] = nil
    }

    /// The tag of a token for one plate and one week; nil if that week's key is gone.
    package func tag(token: [UInt8], key: PlateKey, week: Int32) -> Digest128? {
        guard let weekKey = keys[week]?.tags else { return nil }
        var message = CodedMessage(capacity: 16 + token.count)
        message.append(counted: token)
        message.append(key.packed)
        return message.code(weekKey)
    }
}
