import CLinux
import Foundation
import Testing

@Suite("Thread priority")
struct ThreadPriorityTests {
    @Test("a thread gets ten steps more priority if the system allows it, and threads that it starts do not")
    func inheritance() {
        let before = nice()
        nonisolated(unsafe) var (result, ahead, started): (Int32, Int32, Int32) = (-1, 0, 0)
        run {
            result = thaw_put_thread_first(10, 100_000)
            ahead = nice()
            run { started = nice() }
        }
        // Without the right, which containers may take even from root, the priority stays the same.
        #expect(result == 0 || result == EPERM || result == EACCES)
        #expect(ahead == (result == 0 ? max(-20, before - 10) : before))
        #expect(started == max(0, ahead))
        #expect(nice() == before)
    }

    /// Runs `work` on a new thread, and waits for it.
    private func run(_ body: @escaping @Sendable () -> Void) {
        let done = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            body()
            done.signal()
        }
        done.wait()
    }

    /// The priority of the calling thread; Linux has one for each thread.
    private func nice() -> Int32 { getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0) }
}
