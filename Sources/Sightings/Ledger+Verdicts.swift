package import Plates
import Seal
package import Vocabulary

/// A moderator's decision on a plate.
package enum Verdict: Hashable, Sendable {
    /// Lists it for everyone; needs at least one sign.
    case confirm(Signs)
    /// It was wrongly listed. Covers the twin without an issuer.
    case clear
    /// These reports were wrong.
    case dismiss
    /// It must never be listed. Covers the twin without an issuer.
    case protect
    case unprotect
}

extension Ledger {
    /// Carries a verdict out, and returns once it is on disk.
    package func decide(_ verdict: Verdict, on key: PlateKey) async throws(LedgerError) {
        try await change { ledger, pass in
            switch verdict {
            case .confirm(let signs): ledger.confirm(key, signs, in: &pass)
            case .clear: ledger.clear(key, in: &pass)
            case .dismiss: ledger.dismiss(key, in: &pass)
            case .protect: ledger.protect(key, in: &pass)
            case .unprotect: ledger.unprotect(key, in: &pass)
            }
        }
    }

    private func confirm(_ key: PlateKey, _ signs: Signs, in pass: inout Pass) -> Result<Void, LedgerError> {
        guard !signs.isEmpty else { return .failure(.signsMissing) }
        guard !isProtected(key, in: pass) else { return .failure(.protected) }
        guard var record = record(key, in: pass) else { return .failure(.notFound) }
        record.status = .confirmed
        record.confirmedOn = pass.today
        record.confirmedSigns = signs
        record.clearedOn = nil
        record.isQueued = false
        set(record, for: key, in: &pass)
        return .success(())
    }

    private func clear(_ key: PlateKey, in pass: inout Pass) -> Result<Void, LedgerError> {
        let known = Self.withTwin(key).compactMap { key in record(key, in: pass).map { (key, $0) } }
        guard !known.isEmpty else { return .failure(.notFound) }
        for (key, record) in known {
            var record = silenced(record, on: pass.today)
            record.clearedOn = pass.today
            set(record, for: key, in: &pass)
        }
        return .success(())
    }

    private func dismiss(_ key: PlateKey, in pass: inout Pass) -> Result<Void, LedgerError> {
        guard let record = record(key, in: pass) else { return .failure(.notFound) }
        set(silenced(record, on: pass.today), for: key, in: &pass)
        return .success(())
    }

    /// Without its sightings and its status, and with its voices muted.
    private func silenced(_ record: PlateRecord, on today: Day) -> PlateRecord {
        var record = record
        record.status = .watched
        record.confirmedOn = nil
        record.confirmedSigns = []
        record.isQueued = false
        record.sightings = []
        for index in record.voices.indices {
            record.voices[index].mutedUntil = today + rules.muteDays
        }
        return record
    }

    private func protect(_ key: PlateKey, in pass: inout Pass) -> Result<Void, LedgerError> {
        for key in Self.withTwin(key) {
            pass.addedProtections.append(keys.protection(of: key))
            if record(key, in: pass) != nil { set(nil, for: key, in: &pass) }
        }
        return .success(())
    }

    private func unprotect(_ key: PlateKey, in pass: inout Pass) -> Result<Void, LedgerError> {
        guard isProtected(key, in: pass) else { return .failure(.notFound) }
        pass.removedProtections += Self.withTwin(key).map { keys.protection(of: $0) }
        return .success(())
    }

    func isProtected(_ key: PlateKey, in pass: Pass) -> Bool {
        let bits = keys.protection(of: key)
        return protections.contains(bits) || pass.addedProtections.contains(bits)
    }

    /// The plate and, where its issuer is known, the same characters without one.
    static func withTwin(_ key: PlateKey) -> [PlateKey] {
        key.issuer == .unknown ? [key] : [key, key.issued(by: .unknown)]
    }
}
