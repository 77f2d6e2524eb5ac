import Plates
import Synchronization
import Vocabulary
import Wire

/// What a moderator does next: types something, after something has happened.
struct Press: ExpressibleByStringLiteral, Sendable {
    let text: String
    /// What changes at the registry before the program sees it.
    var before: (@Sendable (inout StandInRegistry.State) -> Void)?

    init(stringLiteral text: String) { self.text = text }

    init(_ text: String, before: @escaping @Sendable (inout StandInRegistry.State) -> Void) {
        self.text = text
        self.before = before
    }
}

extension Bench {
    /// Fills the queue.
    func wait(_ rows: ReviewBody...) {
        registry.change { state in for row in rows { state.moderation.add(row) } }
    }

    var moderation: StandInModeration { registry.seen.moderation }

    /// What was decided, as in `dismiss US-MN ABC123 3`.
    var decisions: [String] {
        moderation.verdicts.flatMap { request in
            request.plates.map { "\(request.verdict?.rawValue ?? "") \($0.plate) \($0.version)" }
        }
    }

    /// Reviews the queue at a terminal.
    func review(_ presses: [Press], columns: Int = 120, options: [String] = []) -> (status: Int32, terminal: FakeTerminal) {
        let waiting = Mutex(presses[...])
        let terminal = FakeTerminal(presses.map(\.text), columns: columns) { [registry] _ in
            let press = waiting.withLock { $0.popFirst() }
            if let change = press?.before { registry.change(change) }
        }
        return (run(["mod", "queue"] + options, terminal), terminal)
    }
}
