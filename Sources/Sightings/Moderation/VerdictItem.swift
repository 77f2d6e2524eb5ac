package import Plates
package import Vocabulary

/// A plate to decide on, and what the moderator saw of it.
package struct VerdictItem: Hashable, Sendable {
    package enum Seen: Hashable, Sendable {
        /// A row of this version; 0 for a plate of which there was none.
        case version(DecisionID)
        /// Whatever was decided up to a decision.
        case decisions(upTo: DecisionID)
        /// Nothing: whatever was decided on it before is overruled.
        case nothing
    }

    package let key: PlateKey
    package let seen: Seen

    package init(_ key: PlateKey, seen: Seen) {
        self.key = key
        self.seen = seen
    }

    /// The decision that the moderator has not seen: the last one on the plate or its twin.
    func unseen(among reviews: [Review]) -> Review? {
        guard let last = reviews.max(by: { $0.decision < $1.decision }) else { return nil }
        return switch seen {
        case .nothing: nil
        case .version(let version): version == last.decision ? nil : last
        case .decisions(let bound): last.decision > bound ? last : nil
        }
    }
}

/// Why a verdict on one plate was not carried out.
package enum VerdictRefusal: Error, Hashable, Sendable {
    /// Nothing is kept of the plate; or it is protected and was to be confirmed, cleared or dismissed, which must look the same.
    case unknown
    /// It is one of several to confirm, and none of its own voices gave a sign.
    case signsMissing
    case notProtected
    /// Somebody decided since the moderator looked; nil for an undo.
    case conflict(verdict: Verdict?, by: AuditActor, on: Day)
}

/// What became of a verdict.
package struct VerdictOutcome: Sendable {
    /// By which it can be undone; nil where nothing was decided.
    package var decision: DecisionID?
    package var undoUntil = Instant.distantFuture
    /// In the items' order; whether each plate is protected now.
    package var results: [Result<Bool, VerdictRefusal>] = []
    /// Set where a second moderator must approve first: nothing was decided yet.
    package var waiting: Proposal?

    package var decided: Int {
        results.count { result in
            if case .success = result { true } else { false }
        }
    }

    package var refused: Int { results.count - decided }
}
