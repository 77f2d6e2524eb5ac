import Wire

/// The messages that wait for one output, and when it may be tried. A value: it has no clock and no connection.
///
/// An alert waits for ten minutes at most: an old alert is worse than none. A correction waits until it is delivered, and goes before the
/// alerts. The time between two tries is the output's, not a message's. A message that failed goes to the end of the queue, so that one
/// that a receiver always refuses does not hold up the rest.
package struct AlertQueue: Sendable {
    /// The next step.
    package enum Step: Hashable, Sendable {
        /// Nothing until a message comes.
        case wait
        /// Nothing for so long.
        case pause(Duration)
        case attempt(AlertMessage)
        /// The correction was delivered before, and its owner had not recorded that yet.
        case settle(AlertMessage)
    }

    private struct Entry: Sendable {
        let message: AlertMessage
        /// nil for a correction.
        let deadline: Duration?
        var isDelivered = false
    }

    /// The most alerts that wait; for a further one, the oldest is dropped.
    package static let alertsMax = 64
    /// The most corrections that wait. Further ones are not taken: their owner keeps and offers them until they are delivered.
    package static let correctionsMax = 1_024
    /// How long an alert may wait.
    package static let deliveryTime = Duration.seconds(600)
    /// The longest pause between two tries.
    package static let pauseMaxSeconds = 300

    private var entries: [Entry] = []
    /// The corrections that were delivered, the newest last.
    private var delivered: [String] = []
    /// The message that is being tried.
    private var tried: String?
    /// Tries since the last one that succeeded.
    private var failures = 0
    private var resumesAt = Duration.zero
    /// Whether the receiver named the time of the next try, which news must not shorten.
    private var isHeld = false

    package init() {}

    /// Adds a message, unless it waits already. A correction removes its alert.
    ///
    /// - Returns: how many alerts were dropped.
    package mutating func add(_ message: AlertMessage, at now: Duration) -> Int {
        guard !entries.contains(where: { $0.message.id == message.id }) else { return 0 }
        if message.isCorrection {
            entries.removeAll { $0.message.id == message.body.corrects }
            let waiting = entries.prefix { $0.message.isCorrection }.count
            guard entries.count(where: { $0.message.isCorrection }) < Self.correctionsMax else { return 0 }
            entries.insert(Entry(message: message, deadline: nil, isDelivered: delivered.contains(message.id)), at: waiting)
        } else {
            entries.append(Entry(message: message, deadline: now + Self.deliveryTime))
        }
        // News is worth a try at once, even if the last ones failed.
        if !isHeld { resumesAt = min(resumesAt, now) }
        guard entries.count(where: { !$0.message.isCorrection }) > Self.alertsMax else { return 0 }
        return dropOldest()
    }

    private mutating func dropOldest() -> Int {
        let alerts = entries.indices.filter { entries[$0].deadline != nil && entries[$0].message.id != tried }
        guard let oldest = alerts.min(by: { (entries[$0].deadline ?? .zero) < (entries[$1].deadline ?? .zero) }) else { return 0 }
        entries.remove(at: oldest)
        return 1
    }

    /// Drops alerts that waited too long, and returns the next step. After an attempt, call ``finished(_:_:at:jitter:)``.
    ///
    /// - Returns: with the step, how many alerts were dropped.
    package mutating func next(at now: Duration) -> (step: Step, dropped: Int) {
        let count = entries.count
        entries.removeAll { entry in entry.deadline.map { $0 <= now } ?? false }
        let dropped = count - entries.count
        guard let first = entries.first else { return (.wait, dropped) }
        if first.isDelivered { return (.settle(first.message), dropped) }
        guard resumesAt <= now else {
            let deadline = entries.compactMap(\.deadline).min() ?? resumesAt
            return (.pause(min(resumesAt, deadline) - now), dropped)
        }
        tried = first.message.id
        return (.attempt(first.message), dropped)
    }

    /// Takes the result of an attempt.
    ///
    /// - Parameter jitter: from 0 up to 1.
    /// - Returns: whether the message will be tried again.
    package mutating func finished(_ message: AlertMessage, _ outcome: AlertOutcome, at now: Duration, jitter: Double) -> Bool {
        tried = nil
        // A correction may have removed an alert meanwhile.
        let index = entries.firstIndex { $0.message.id == message.id }
        switch outcome {
        case .delivered:
            (failures, resumesAt, isHeld) = (0, now, false)
            if let index { entries.remove(at: index) }
            if message.isCorrection { remember(message.id) }
            return false
        case .failed(_, let wait):
            failures += 1
            let asked = min(wait ?? .zero, Self.deliveryTime)
            (resumesAt, isHeld) = (now + max(Self.pause(after: failures, jitter: jitter), asked), wait != nil)
            guard let index else { return false }
            entries.append(entries.remove(at: index))
            return true
        }
    }

    /// Drops the alerts; one that is being tried may still arrive, and is not tried again. Corrections stay.
    ///
    /// - Returns: how many were dropped.
    package mutating func dropAlerts() -> Int {
        let count = entries.count
        entries.removeAll { $0.deadline != nil }
        return count - entries.count
    }

    /// Removes a correction whose owner was told again.
    package mutating func settled(_ message: AlertMessage) {
        entries.removeAll { $0.message.id == message.id }
    }

    private mutating func remember(_ id: String) {
        delivered.append(id)
        if delivered.count > Self.correctionsMax { delivered.removeFirst() }
    }

    /// Twice as long after each failure, shortened by up to a half.
    private static func pause(after failures: Int, jitter: Double) -> Duration {
        .seconds(Double(min(pauseMaxSeconds, 1 << min(failures - 1, 16))) * (1 - jitter / 2))
    }
}
