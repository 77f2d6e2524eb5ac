import CLinux
import Glibc
import Wire

/// What the process gives up before it reads anything secret.
package enum Hardening {
    /// Files are for their owner alone, no core is ever dumped, no other process of the same user may read this one's memory, and nothing that
    /// it executes gains privileges. Cannot be undone. The last of them holds for the calling thread and those that it starts from then on, so
    /// it is called before there is another.
    package static func apply() throws(DaemonError) {
        umask(0o077)
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        try require(setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none) == 0, "set the core limit to 0", errno)
        let undumpable = thaw_make_undumpable()
        try require(undumpable == 0, "become undumpable", undumpable)
        let unprivileged = thaw_gain_no_privileges()
        try require(unprivileged == 0, "give up gaining privileges", unprivileged)
    }

    private static func require(_ done: Bool, _ deed: String, _ number: Int32) throws(DaemonError) {
        guard !done else { return }
        throw DaemonError(.processHardening, "The process could not \(deed) (\(SystemReason(number))).")
    }
}

/// The system's own words for an `errno`.
struct SystemReason: CustomStringConvertible {
    let description: String

    init(_ number: Int32 = errno) {
        description = String(cString: strerror(number))
    }
}
