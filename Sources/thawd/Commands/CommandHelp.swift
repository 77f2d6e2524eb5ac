import ArgumentParser

/// The help of every command, for the manual page.
package enum CommandHelp {
    /// JSON, as `thawd --experimental-dump-help` prints it.
    package static var dump: String { Thawd._dumpHelp() }
}
