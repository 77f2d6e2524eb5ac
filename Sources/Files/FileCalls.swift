import CLinux
import Glibc

/// The system calls that move bytes and names; a test replaces them to make a disk fail.
///
/// Each returns the system call's result and sets `errno`.
package struct FileCalls: Sendable {
    package var read: @Sendable (_ file: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int = { Glibc.read($0, $1, $2) }
    package var readAt: @Sendable (_ file: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int, _ offset: Int) -> Int = {
        pread($0, $1, $2, $3)
    }
    package var writeAt: @Sendable (_ file: Int32, _ bytes: UnsafeRawPointer, _ count: Int, _ offset: Int) -> Int = {
        pwrite($0, $1, $2, $3)
    }
    package var sync: @Sendable (_ file: Int32) -> Int32 = { fsync($0) }
    package var syncData: @Sendable (_ file: Int32) -> Int32 = { fdatasync($0) }
    package var cut: @Sendable (_ file: Int32, _ bytes: Int) -> Int32 = { ftruncate($0, $1) }
    package var rename: @Sendable (_ folder: Int32, _ name: String, _ newFolder: Int32, _ newName: String) -> Int32 = {
        renameat($0, $1, $2, $3)
    }
    /// Fails with EEXIST if the new name is taken, and with EINVAL on a file system that cannot check this.
    package var renameToFreeName: @Sendable (_ folder: Int32, _ name: String, _ newFolder: Int32, _ newName: String) -> Int32 = {
        thaw_rename_to_free_name($0, $1, $2, $3)
    }
    package var remove: @Sendable (_ folder: Int32, _ name: String) -> Int32 = { unlinkat($0, $1, 0) }

    private init() {}

    /// The real system calls.
    package static let system = FileCalls()
}

/// Repeats a call that a signal interrupted.
func uninterrupted<Answer: SignedInteger>(_ call: () -> Answer) -> Answer {
    while true {
        let answer = call()
        guard answer < 0, errno == EINTR else { return answer }
    }
}
