package import Plates
package import Vocabulary

/// A plate to decide on, and the state that the moderator saw.
package struct VerdictItem: Hashable, Sendable {
    package enum Seen: Hashable, Sendable {
        /// A row of this version; 0 if there was none.
        case version(DecisionID)
        /// All decisions up to this one.
        case decisions(upTo: DecisionID)
        /// Nothing: it overrules earlier decisions.
        case nothing
    }

    package let key: PlateKey
    package let seen: Seen

    package init(_ key: PlateKey, seen: Seen) {
        self.key = key
        self.seen = seen
    }

    /// A decision that the moderator has not seen: the last one on the plate or its twin.
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
    /// The plate is not stored; or it is protected and the verdict would confirm, clear or dismiss it. Both must look the same.
    case unknown
    /// It is one of several to confirm, and its own voices gave no sign.
    case signsMissing
    case notProtected
    /// Someone decided after the moderator looked; nil for an undo.
    case conflict(verdict: Verdict?, by: AuditActor, on: Day)
}

/// The result of a verdict.
package struct VerdictOutcome: Sendable {
    /// Names the decision to undo it; nil if nothing was decided.
    package var decision: DecisionID?
    package var undoUntil = Instant.distantFuture
    /// In the items' order; whether each plate is protected now.
    package var results: [Result<Bool, VerdictRefusal>] = []
    /// Set if a second moderator must approve first; nothing was decided yet.
    package var waiting: Proposal?

    package var decided: Int {
        results.count { result in
            if case .success = result { true } else { false }
        }
    }

    package var refused: Int { results.count - decided }
}
