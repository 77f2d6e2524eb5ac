import Synchronization
import Testing

/// A moderator's next text, and the event before it.
struct Press: ExpressibleByStringLiteral, Sendable {
    let text: String
    /// Runs before the program sees the text.
    var before: (@Sendable (Fixture) throws -> Void)?

    init(stringLiteral text: String) { self.text = text }

    init(_ text: String, before: @escaping @Sendable (Fixture) throws -> Void) {
        self.text = text
        self.before = before
    }

    /// The same, after a change of the faults of requests and answers.
    static func key(_ text: String, _ change: @escaping @Sendable (inout RelayedRegistry.Faults) -> Void) -> Press {
        Press(text) { $0.registry.change(change) }
    }
}

extension Fixture {
    /// Reviews the queue at a terminal.
    func review(_ presses: [Press], columns: Int = 120, options: [String] = []) -> (status: Int32, terminal: FakeTerminal) {
        let waiting = Mutex(presses[...])
        let terminal = FakeTerminal(presses.map(\.text), columns: columns) { [self] _ in
            let press = waiting.withLock { $0.popFirst() }
            do { try press?.before?(self) } catch { Issue.record(error) }
        }
        return (run(["mod", "queue"] + options, terminal), terminal)
    }
    /// The same, and fails the test unless the review ends with this status.
    @discardableResult
    func review(
        _ presses: [Press], columns: Int = 120, options: [String] = [], exits expected: Int32,
        at location: SourceLocation = #_sourceLocation
    ) -> FakeTerminal {
        let (status, terminal) = review(presses, columns: columns, options: options)
        return terminal.after(status, expected, location)
    }
}
