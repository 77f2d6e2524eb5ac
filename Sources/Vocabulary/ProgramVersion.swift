/// The version of all programs of this package. `scripts/packages` and `--version` take it from here.
package enum ProgramVersion {
    /// Three numbers with periods, by Semantic Versioning.
    package static let text = "0.1.0"
}
