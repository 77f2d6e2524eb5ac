import Plates

/// The plates' part of a draft: working copies of the records that a pass touches.
struct RecordDraft {
    /// A record that the pass touches, before (nil: missing) and after.
    struct Touched {
        let key: PlateKey
        let before: PlateRecord?
        var after: PlateRecord?

        var isChanged: Bool { before != after }
    }

    /// Those that are not kept: the work for them must take as long as for the rest.
    var notKept: some Sequence<(key: PlateKey, value: PlateRecord)> { [padding, imagined].joined() }

    /// In the order in which they were touched, so that rows lie in the order of arrival.
    var touched: [Touched] = []
    private var indexes: [PlateKey: Int] = [:]
    /// Records that reports of protected plates would have made. Never written or shown; padding rows are written instead.
    private(set) var padding: [PlateKey: PlateRecord] = [:]
    /// Records that withdrawals of protected plates' reports would have changed. They cost time, and have no padding rows of their own.
    var imagined: [PlateKey: PlateRecord] = [:]
    /// Rows of records that stay as stored; their listings may change with time.
    var timed: [RowID] = []
    /// Rows that were taken from the expiry queue for this pass.
    var due: [RowID] = []

    /// - Parameter items: about how many records it will touch.
    init(items: Int) {
        touched.reserveCapacity(items)
        indexes.reserveCapacity(items)
    }

    /// The working copy of a record; `load` returns the stored one if the pass has not touched it yet.
    func record(_ key: PlateKey, load: () -> PlateRecord?) -> PlateRecord? {
        indexes[key].map { touched[$0].after } ?? load()
    }

    /// Changes the working copy of a record in place; `make` returns one if there is none.
    ///
    /// - Parameter isKept: false for a protected plate; calls `load` anyway, so that it takes the same time.
    mutating func update(
        _ key: PlateKey, isKept: Bool = true, load: () -> (stored: PlateRecord?, aged: PlateRecord?), make: () -> PlateRecord? = { nil },
        _ change: (inout PlateRecord) -> Void
    ) {
        if isKept {
            let index: Int
            if let known = indexes[key] {
                index = known
            } else {
                let (stored, aged) = load()
                index = touched.count
                indexes[key] = index
                touched.append(Touched(key: key, before: stored, after: aged))
            }
            if touched[index].after == nil { touched[index].after = make() }
            if touched[index].after != nil { change(&touched[index].after!) }
        } else {
            if padding[key] == nil {
                _ = load()
                padding[key] = make()
            }
            if padding[key] != nil { change(&padding[key]!) }
        }
    }

    mutating func set(_ record: PlateRecord?, for key: PlateKey, before: () -> PlateRecord?) {
        if let index = indexes[key] {
            touched[index].after = record
        } else {
            indexes[key] = touched.count
            touched.append(Touched(key: key, before: before(), after: record))
        }
    }

    /// Whether a rewrite erases information: a slot becomes a day, or an earlier week's tag is replaced.
    var coarsens: Bool {
        touched.contains { touched in
            guard let before = touched.before, let after = touched.after else { return false }
            let periods = Dictionary(after.sightings.map { ($0.rowID, $0.period) }, uniquingKeysWith: { first, _ in first })
            let tags = Dictionary(after.voices.map { ($0.rowID, $0.tag) }, uniquingKeysWith: { first, _ in first })
            return before.sightings.contains { $0.rowID != 0 && periods[$0.rowID] != nil && periods[$0.rowID] != $0.period }
                || before.voices.contains { $0.rowID != 0 && tags[$0.rowID] != nil && tags[$0.rowID] != $0.tag }
        }
    }
}
