import Foundation
import Synchronization
import Testing

/// Runs a test that waits without suspending on a thread of its own, so that Swift's few cooperative threads stay free for the server.
struct BlockingTrait: SuiteTrait, TestTrait, TestScoping {
    var isRecursive: Bool { true }

    func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? { testCase == nil ? nil : self }

    func provideScope(for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void) async throws {
        try await withTaskExecutorPreference(BlockingExecutor.shared) { try await function() }
    }
}

extension Trait where Self == BlockingTrait {
    /// For every test with a ``Fixture``.
    static var blocking: Self { Self() }
}

/// Some threads that may block, each for one test.
final class BlockingExecutor: TaskExecutor {
    static let shared = BlockingExecutor()

    private let queue = OperationQueue()

    private init() {
        queue.maxConcurrentOperationCount = max(2, ProcessInfo.processInfo.activeProcessorCount)
    }

    /// Whether the caller runs on one of these threads.
    var isCurrent: Bool { OperationQueue.current === queue }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.addOperation { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

/// Waits on this thread, which is a test's own or belongs to no task, for asynchronous work.
///
/// - Throws: ``NotBlocking`` in a test without the trait, and what the work throws.
func wait<Value: Sendable>(for work: @escaping @Sendable () async throws -> Value) throws -> Value {
    guard BlockingExecutor.shared.isCurrent || withUnsafeCurrentTask(body: { $0 == nil }) else { throw NotBlocking() }
    let done = DispatchSemaphore(value: 0)
    let result = Mutex<Result<Value, any Error>?>(nil)
    Task.detached {
        let value: Result<Value, any Error>
        do { value = .success(try await work()) } catch { value = .failure(error) }
        result.withLock { $0 = value }
        done.signal()
    }
    done.wait()
    guard let value = result.withLock({ $0 }) else { throw NotBlocking() }
    return try value.get()
}

/// The suite lacks the trait `.blocking`: its tests would keep the server from answering.
struct NotBlocking: Error {}
