/// Stores the registry. It sees sealed plates and IDs, never a plate.
///
/// Rows have row IDs. An erased row holds zeros and may be written again later. The ledger is the only caller. It is reentrant while it waits:
/// during a commit, ageing may erase traces or an operator make a copy. So a store does one thing after the other.
package protocol Store: Sendable {
    /// Reads everything, once, before the first change; passes plates' rows to `rows` as they are read instead of returning them.
    func load(_ rows: any PlateRowSink) async throws(StoreError) -> StoredRegistry

    /// Makes every change or none, and returns when they survive a power loss.
    func commit(_ changes: Changes) async throws(StoreError)

    /// Overwrites all copies of rows that earlier commits erased.
    func eraseTraces() async throws(StoreError)

    /// Writes all that is stored into a new file, and returns when it survives a power loss. Commits wait meanwhile.
    func copy(to path: String) async throws(StoreError)
}
