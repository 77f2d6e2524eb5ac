import Files
import Glibc
import Synchronization
import TestSupport

extension TemporaryFolder {
    /// The folder, opened; its calls can be made to fail.
    func open(_ calls: FileCalls = .system) throws -> Folder { try Folder.open(path, calls: calls) }

    /// A file's text; nil if there is none.
    func text(of name: String) -> String? { bytes(of: name).map { String(decoding: $0, as: UTF8.self) } }
}

/// Why a call fails; nil if it does not.
func reason(_ body: () throws -> some Any) -> FileError.Reason? {
    do {
        _ = try body()
        return nil
    } catch {
        return (error as? FileError)?.reason
    }
}

/// A system call that a test makes fail.
enum Call: String, CaseIterable, Sendable {
    case read, readAt, write, sync, syncData, cut, rename, renameToFreeName, remove
}

/// Calls of a disk that a test leads: they are counted, and can fail.
final class TestDisk: Sendable {
    private struct State {
        var made: [Call] = []
        var counts: [Call: Int] = [:]
        /// The n-th call of each kind, from 1, and all after it, with their errno.
        var failing: [Call: (from: Int, number: Int32)] = [:]
        /// Every second call of a kind that a signal can interrupt is interrupted.
        var isInterrupted = false
        /// No call reads or writes more bytes.
        var bytesMax = Int.max
    }

    private let state = Mutex(State())

    /// The calls that reached the disk, in order.
    var made: [Call] { state.withLock(\.made) }

    func fail(_ call: Call, from: Int = 1, _ number: Int32) { state.withLock { $0.failing[call] = (from, number) } }
    func heal() { state.withLock { $0.failing = [:] } }

    private static let interruptible: Set<Call> = [.read, .readAt, .write, .sync, .syncData, .cut]

    /// Interrupts every call once that a signal can interrupt, and reads and writes a few bytes at a time.
    func stutter(bytesMax: Int) {
        state.withLock {
            $0.isInterrupted = true
            $0.bytesMax = bytesMax
        }
    }

    private let interruptions = Mutex(Set<Call>())

    /// Makes the call, or sets `errno` and returns -1.
    private func make<Answer: SignedInteger>(_ call: Call, _ body: (_ bytesMax: Int) -> Answer) -> Answer {
        if Self.interruptible.contains(call), state.withLock(\.isInterrupted), interruptions.withLock({ $0.insert(call).inserted }) {
            errno = EINTR
            return -1
        }
        interruptions.withLock { _ = $0.remove(call) }
        let (failure, bytesMax): (Int32?, Int) = state.withLock { state in
            state.made.append(call)
            state.counts[call, default: 0] += 1
            let count = state.counts[call, default: 0]
            let failing = state.failing[call].flatMap { count >= $0.from ? $0.number : nil }
            return (failing, state.bytesMax)
        }
        if let failure {
            errno = failure
            return -1
        }
        return body(bytesMax)
    }

    var calls: FileCalls {
        var calls = FileCalls.system
        let system = FileCalls.system
        calls.read = { file, buffer, count in self.make(.read) { system.read(file, buffer, min(count, $0)) } }
        calls.readAt = { file, buffer, count, offset in self.make(.readAt) { system.readAt(file, buffer, min(count, $0), offset) } }
        calls.writeAt = { file, bytes, count, offset in self.make(.write) { system.writeAt(file, bytes, min(count, $0), offset) } }
        calls.sync = { file in self.make(.sync) { _ in system.sync(file) } }
        calls.syncData = { file in self.make(.syncData) { _ in system.syncData(file) } }
        calls.cut = { file, bytes in self.make(.cut) { _ in system.cut(file, bytes) } }
        calls.rename = { from, name, to, newName in self.make(.rename) { _ in system.rename(from, name, to, newName) } }
        calls.renameToFreeName = { from, name, to, newName in
            self.make(.renameToFreeName) { _ in system.renameToFreeName(from, name, to, newName) }
        }
        calls.remove = { folder, name in self.make(.remove) { _ in system.remove(folder, name) } }
        return calls
    }
}
