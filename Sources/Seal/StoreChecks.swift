package import Crypto

/// The keyed codes of the stored data. Without the seal key, nobody can change a row, table, backup or commit witness unnoticed.
///
/// They authenticate and do not encrypt. They do not detect that the whole folder was put back to an older state: see the threat model.
package struct StoreChecks: Sendable {
    private let rows: SipHash
    private let tables: SipHash
    private let witnesses: SipHash
    private let backups: SymmetricKey

    /// - Parameter derive: returns the key of a label.
    init(_ derive: (String) -> SymmetricKey) {
        rows = SipHash(derive("rows"))
        tables = SipHash(derive("tables"))
        witnesses = SipHash(derive("commit witness"))
        backups = derive("backups")
    }

    /// Begins the code of one row, bound to its table and row ID; the row's columns are appended in their order.
    ///
    /// The high half of the code is stored with the row. The low half never leaves memory and goes into the table's sum.
    @inline(__always)
    package func row(table: UInt64, id: UInt64) -> SipHash {
        var hash = rows
        hash.append(table)
        hash.append(id)
        return hash
    }

    /// The code of a table, over the sum of its rows' low halves and the number of the last commit that changed it.
    package func table(_ table: UInt64, sum: UInt64, commit: Int64) -> UInt64 {
        var hash = tables
        hash.append(table)
        hash.append(sum)
        hash.append(UInt64(bitPattern: commit))
        return hash.code().high
    }

    /// The code of a commit witness.
    package func witness(commit: Int64, state: UInt64) -> Digest128 {
        var hash = witnesses
        hash.append(UInt64(bitPattern: commit))
        hash.append(state)
        return hash.code()
    }

    /// Begins the code of a whole backup: an HMAC-SHA-256 that is updated piece by piece.
    package func backup() -> HMAC<SHA256> { HMAC(key: backups) }
}

extension SipHash {
    /// Takes the first 16 bytes of a key.
    fileprivate init(_ key: SymmetricKey) {
        let words = key.withUnsafeBytes { bytes in
            (
                UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self)),
                UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
        self.init(key: (low: words.0, high: words.1))
    }
}
