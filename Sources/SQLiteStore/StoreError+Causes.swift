import Files
import GRDB
import Sightings

/// Runs `body` and translates its errors into ``StoreError``.
func translating<Answer>(_ body: () throws -> Answer) throws(StoreError) -> Answer {
    do { return try body() } catch { throw StoreError(error) }
}

/// Finishes even if the caller is canceled meanwhile: GRDB would roll back a canceled task's writes.
func translatingAwaited<Answer: Sendable>(
    _ body: @escaping @Sendable () async throws -> Answer
) async throws(StoreError) -> Answer {
    switch await Task(operation: body).result {
    case .success(let answer): return answer
    case .failure(let error): throw StoreError(error)
    }
}

extension StoreError {
    init(_ error: any Error) {
        switch error {
        case let error as StoreError: self = error
        case let error as FileError: self.init(error)
        case let error as DatabaseError:
            switch error.resultCode {
            case .SQLITE_FULL: self = .full
            case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_MISMATCH, .SQLITE_CONSTRAINT: self = .corrupt
            case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked
            default: self = .inputOutput(code: error.extendedResultCode.rawValue)
            }
        // A value of a type that no column has.
        case is RowDecodingError: self = .corrupt
        default: self = .inputOutput(code: 0)
        }
    }
}
