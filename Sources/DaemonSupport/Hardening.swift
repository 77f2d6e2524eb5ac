import CLinux
import Glibc
import Wire

/// Limits the process before it reads a secret.
package enum Hardening {
    /// Hardens the process, or ends it with the error. Call it on the first thread, before the process starts another.
    package static func applyOrExit(program: String) {
        do {
            try apply()
        } catch {
            report(error, program: program)
            exit(error.exitStatus)
        }
    }

    /// Makes new files private, and forbids core dumps. Keeps other processes of the same user from reading this one's memory, and programs
    /// that it runs from gaining privileges. This cannot be undone. The ban on privileges covers the calling thread and the threads that it
    /// starts later.
    private static func apply() throws(DaemonError) {
        umask(0o077)
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        try require(setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none) == 0, "set the core limit to 0", errno)
        let undumpable = thaw_make_undumpable()
        try require(undumpable == 0, "become undumpable", undumpable)
        let unprivileged = thaw_gain_no_privileges()
        try require(unprivileged == 0, "give up gaining privileges", unprivileged)
    }

    private static func require(_ done: Bool, _ action: String, _ number: Int32) throws(DaemonError) {
        guard !done else { return }
        throw DaemonError(.processHardening, "The process cannot \(action) (\(SystemReason(number))).")
    }
}

/// The system's text for an error number.
package struct SystemReason: CustomStringConvertible {
    package let description: String

    package init(_ number: Int32 = errno) {
        description = String(cString: strerror(number))
    }
}
