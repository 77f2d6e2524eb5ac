/// How sure the registry is about a plate, which decides who may see it.
package enum Status: String, StoredWord, Comparable {
    /// Only moderators see it.
    case watched
    /// Token holders see it.
    case suspected
    /// Everyone sees it.
    case confirmed

    package var number: UInt8 {
        switch self {
        case .watched: 1
        case .suspected: 2
        case .confirmed: 3
        }
    }
}
