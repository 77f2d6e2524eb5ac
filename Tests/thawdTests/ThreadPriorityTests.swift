import CLinux
import Foundation
import Testing

@Suite("Threads that go first")
struct ThreadPriorityTests {
    @Test("a thread goes ten steps ahead where the system lets it, and those that it starts do not")
    func inheritance() {
        let before = nice()
        nonisolated(unsafe) var (result, ahead, started): (Int32, Int32, Int32) = (-1, 0, 0)
        run {
            result = thaw_put_thread_first(10, 100_000)
            ahead = nice()
            run { started = nice() }
        }
        // Without the right, which containers may take from root too, it stays where it was.
        #expect(result == 0 || result == EPERM || result == EACCES)
        #expect(ahead == (result == 0 ? max(-20, before - 10) : before))
        #expect(started == max(0, ahead))
        #expect(nice() == before)
    }

    /// Does it on a thread of its own, and waits for that.
    private func run(_ body: @escaping @Sendable () -> Void) {
        let done = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            body()
            done.signal()
        }
        done.wait()
    }

    /// Of the calling thread alone: Linux keeps it by thread.
    private func nice() -> Int32 { getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0) }
}
