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
        #expect(result == 0)
        #expect(ahead == before || ahead == max(-20, before - 10))
        if geteuid() == 0 { #expect(ahead < before) }
        #expect(started == max(0, before))
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
