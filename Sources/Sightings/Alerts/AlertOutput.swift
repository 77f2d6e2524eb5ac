import Crypto
package import Vocabulary

/// A place where alerts go, as the rules see it: a name, and the alerts that may go there. Only the sender knows its address and secret.
package struct AlertOutput: Hashable, Sendable {
    /// Letters, digits and hyphens; the operator's own.
    package let name: String
    package let events: Set<AlertEvent>
    /// nil for every area.
    package let areas: Set<AreaID>?
    /// Stands for the name in stored rows: the first four bytes of its SHA-256. Never 0, which stands for none.
    let number: UInt32

    package init(name: String, events: Set<AlertEvent>, areas: Set<AreaID>?) {
        self.name = name
        self.events = events
        self.areas = areas
        number = max(1, SHA256.hash(data: Array(name.utf8)).prefix(4).reduce(0) { $0 << 8 | UInt32($1) })
    }

    /// The most outputs of a registry: a stored alert has room for the numbers of this many.
    package static let countMax = 8
}

/// An output as moderators see it.
package struct AlertOutputState: Hashable, Sendable {
    package let output: AlertOutput
    /// Who holds it back, and since when; nil if nobody does. Corrections still go out.
    package let held: AlertHold?
}
