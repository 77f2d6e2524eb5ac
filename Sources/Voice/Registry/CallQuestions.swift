package import Plates
package import Wire

/// A registry that answers look-ups and searches by keys. `nil` means that it could not be asked: it never means "not listed".
package protocol CallRegistry: Sendable {
    func lookUp(_ plates: [Plate]) async -> LookupsResponse?
    func search(keys: String) async -> ListingsPage?
}

/// Answers a call's questions, within the limits.
package struct CallQuestions: Sendable {
    package let registry: any CallRegistry
    package let limits: CallLimits
    package let metrics: CallMetrics

    package init(registry: any CallRegistry, limits: CallLimits, metrics: CallMetrics) {
        self.registry = registry
        self.limits = limits
        self.metrics = metrics
    }

    /// The event that answers a step; nil if the step asks nothing.
    package func answer(to next: CallStep.Next, from caller: CallLimits.CallerKey?) async -> CallEvent? {
        switch next {
        case .listen, .hangUp: return nil
        case .transfer: return limits.admitsTransfer() ? nil : .noPerson
        case .lookUp(let plates): return await counted(caller) { await registry.lookUp(plates).map(CallEvent.lookedUp) }
        case .search(let keys): return await counted(caller) { await registry.search(keys: keys).map(CallEvent.searched) }
        }
    }

    private func counted(_ caller: CallLimits.CallerKey?, _ ask: () async -> CallEvent?) async -> CallEvent {
        guard limits.admitsLookup(by: caller) else {
            metrics.lookups("limited")
            return .tooMany
        }
        let answer = await ask()
        metrics.lookups(answer == nil ? "failed" : "answered")
        return answer ?? .unreachable
    }
}
