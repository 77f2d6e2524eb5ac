/// The operations of moderators, admins and the operator that the audit log records.
package enum AuditAction: String, StoredWord {
    case confirm, clear, dismiss, protect, unprotect
    case undo
    /// A purge or a bulk verdict that waits for a second moderator.
    case propose
    case approve
    /// A proposal was canceled or expired.
    case cancel
    case purge
    case invite
    case cancelInvite = "cancel-invite"
    /// An invite was redeemed, which made a new token.
    case issue
    case revoke
    /// A moderator read rows of the queue or of watched plates.
    case read
    case configure
    case restore
    /// A purge by age alone, which needs no second moderator.
    case purgeByAge = "purge-by-age"
    /// The operator started a registry that had lost data, and accepted the loss.
    case acceptLoss = "accept-loss"
    /// The operator accepted a wall clock that had been changed by days.
    case acceptClock = "accept-clock"
    /// The operator made an admin invite on the server.
    case inviteAdmin = "invite-admin"
    /// Plates that were purged or decided in bulk without a second moderator. They count toward the moderator's daily limit.
    case bulk
    /// A moderator holds or resumes an alert output.
    case holdAlerts = "hold-alerts"
    case resumeAlerts = "resume-alerts"

    package var number: UInt8 {
        switch self {
        case .confirm: 1
        case .clear: 2
        case .dismiss: 3
        case .protect: 4
        case .unprotect: 5
        case .undo: 6
        case .propose: 7
        case .approve: 8
        case .cancel: 9
        case .purge: 10
        case .invite: 11
        case .cancelInvite: 12
        case .issue: 13
        case .revoke: 14
        case .read: 15
        case .configure: 16
        case .restore: 17
        case .purgeByAge: 18
        case .acceptLoss: 19
        case .acceptClock: 20
        case .inviteAdmin: 21
        case .bulk: 22
        case .holdAlerts: 23
        case .resumeAlerts: 24
        }
    }

    package init(_ verdict: Verdict) {
        switch verdict {
        case .confirm: self = .confirm
        case .clear: self = .clear
        case .dismiss: self = .dismiss
        case .protect: self = .protect
        case .unprotect: self = .unprotect
        }
    }
}

/// Who did an operation in the audit log.
package struct AuditActor: Hashable, Sendable {
    /// The 20 bits of a token's short ID; the number after them means the operator on the server's shell.
    package let number: UInt32

    package init?(number: UInt32) {
        guard number <= Self.shell.number else { return nil }
        self.number = number
    }

    /// - Parameter shortID: Four characters of ``alphabet``.
    package init?(shortID: some StringProtocol) {
        guard shortID.utf8.count == 4 else { return nil }
        var number: UInt32 = 0
        for byte in shortID.uppercased().utf8 {
            guard let digit = Self.alphabet.firstIndex(of: byte) else { return nil }
            number = number << 5 | UInt32(digit)
        }
        self.number = number
    }

    private init(unchecked number: UInt32) { self.number = number }

    /// The operator on the server's shell.
    package static let shell = AuditActor(unchecked: 1 << 20)

    /// Crockford's base 32, which has no I, L, O or U.
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    /// A token's short ID, or `shell`.
    package var name: String {
        guard self != .shell else { return "shell" }
        return String(decoding: [15, 10, 5, 0].map { Self.alphabet[Int(number >> $0) & 31] }, as: UTF8.self)
    }

    package init?(name: String) {
        if name == Self.shell.name { self = .shell } else { self.init(shortID: name) }
    }
}

/// One entry of the audit chain: who did what to how many plates, rows or tokens, on which day.
///
/// Client and server both compute an entry's hash: SHA-256 over the 32-byte hash of the entry before and ``bytes``. 16 bytes
/// name a plate; they mean nothing once the plate's salt is gone.
package struct AuditEntry: Hashable, Sendable {
    /// Counts up from 1 without gaps.
    package let sequence: Int64
    /// Days since 1970-01-01.
    package let day: Int32
    package let actor: AuditActor
    package let action: AuditAction
    /// The number of plates, rows or tokens.
    package let count: Int64
    /// 16 bytes; all zero for no plate.
    package let plateName: [UInt8]

    package static let plateNameBytes = 16
    package static let noPlate = [UInt8](repeating: 0, count: plateNameBytes)
    package static let hashBytes = 32

    package init(sequence: Int64, day: Int32, actor: AuditActor, action: AuditAction, count: Int64, plateName: [UInt8] = AuditEntry.noPlate)
    {
        precondition(plateName.count == Self.plateNameBytes)
        self.sequence = sequence
        self.day = day
        self.actor = actor
        self.action = action
        self.count = count
        self.plateName = plateName
    }

    /// The 41 bytes that the chain hashes: all fields, big-endian, at fixed offsets.
    package var bytes: [UInt8] {
        sequence.bigEndianBytes + day.bigEndianBytes + actor.number.bigEndianBytes + [action.number] + count.bigEndianBytes + plateName
    }

    /// The bytes that an Ed25519 signature of the chain's head or of a checkpoint signs.
    package static func signed(sequence: Int64, hash: [UInt8]) -> [UInt8] {
        Array("thaw audit head 1\n".utf8) + sequence.bigEndianBytes + hash
    }
}
