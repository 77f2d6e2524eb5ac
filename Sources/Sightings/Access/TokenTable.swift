import Crypto
import Synchronization
import Vocabulary

/// The tokens, in memory, so that requests need no hop to the ledger.
package final class TokenTable: Sendable {
    /// Why a credential is refused.
    package enum Refusal: Error, Hashable, Sendable {
        case unknown
        case expired
        case revoked
    }

    private struct State {
        var tokens: [TokenID: Token] = [:]
        /// By the hash's first eight bytes; the comparison with the candidate takes constant time.
        var ids: [UInt64: [TokenID]] = [:]
        /// Tokens whose revocation is not on disk yet.
        var unsaved: Set<TokenID> = []
    }

    private let state = Mutex(State())

    package init() {}

    /// Finds the token with this text.
    package func authenticate(_ raw: [UInt8], on day: Day) throws(Refusal) -> Token {
        let hash = SHA256.hash(data: raw)
        let found = state.withLock { state in
            state.ids[Self.prefix(Array(hash)), default: []].compactMap { id in state.tokens[id] }.first { hash == $0.hash }
        }
        guard let found else { throw .unknown }
        guard !found.isRevoked else { throw .revoked }
        guard day < found.expires else { throw .expired }
        return found
    }

    package func token(id: TokenID) -> Token? {
        state.withLock { $0.tokens[id] }
    }

    package func token(shortID: String) -> Token? {
        state.withLock { state in state.tokens.values.first { $0.shortID == shortID } }
    }

    /// All stored tokens, oldest first.
    package var all: [Token] {
        state.withLock { $0.tokens.values.sorted { $0.id < $1.id } }
    }

    /// Whether an admin's token is valid on a day.
    func hasAdmin(on today: Day) -> Bool { all.contains { $0.role == .admin && !$0.isRevoked && today < $0.expires } }

    /// Sets a token. A revocation stays, even if this token was decided before it.
    func set(_ token: Token) {
        state.withLock { state in
            var token = token
            if token.isRevoked { state.unsaved.remove(token.id) }
            if state.tokens[token.id]?.isRevoked == true { token.isRevoked = true }
            if state.tokens.updateValue(token, forKey: token.id) == nil {
                state.ids[Self.prefix(token.hash), default: []].append(token.id)
            }
        }
    }

    /// Revokes a token at once, before it is on disk.
    func revoke(id: TokenID) {
        state.withLock { state in
            guard state.tokens[id]?.isRevoked == false else { return }
            state.tokens[id]?.isRevoked = true
            state.unsaved.insert(id)
        }
    }

    /// A token as stored on disk.
    func stored(id: TokenID) -> Token? {
        state.withLock { state in
            guard var token = state.tokens[id] else { return nil }
            if state.unsaved.contains(id) { token.isRevoked = false }
            return token
        }
    }

    func remove(_ token: Token) {
        state.withLock { state in
            state.tokens[token.id] = nil
            state.unsaved.remove(token.id)
            state.ids[Self.prefix(token.hash)]?.removeAll { $0 == token.id }
        }
    }

    private static func prefix(_ hash: [UInt8]) -> UInt64 {
        hash.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
