import Sightings
import TestSupport
import Testing

struct StoreTurnTests {
    @Test("the store is asked one thing at a time: commits, traces and a backup wait for one another")
    func oneAtATime() async throws {
        let registry = try await TestRegistry()
        let ada = try await registry.principal("ada")
        let (ledger, path) = (registry.ledger, registry.folder.path + "/backup")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<100 {
                let submission = try registry.submission("MN ABC\(1000 + number)")
                group.addTask { _ = try await ledger.record([submission], by: ada) }
                group.addTask { try await ledger.eraseTraces() }
            }
            group.addTask { try await ledger.backUp(to: path) }
            try await group.waitForAll()
        }
        #expect(registry.store.emptyings > 0 && registry.store.commits > 0)
        #expect(registry.store.callsAtOnceMax == 1)
    }
}
