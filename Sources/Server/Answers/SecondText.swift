import Sightings
import Synchronization

/// A text that depends on the second, renewed once a second.
final class SecondText: Sendable {
    private let last = Mutex<(seconds: Int64, text: String)>((.min, ""))
    private let write: @Sendable (Int64) -> String

    /// - Parameter write: makes the text of a time in seconds since 1970.
    init(_ write: @escaping @Sendable (Int64) -> String) {
        self.write = write
    }

    func text(at now: Instant) -> String {
        last.withLock { last in
            if last.seconds != now.seconds { last = (now.seconds, write(now.seconds)) }
            return last.text
        }
    }
}
