import Wire

/// Gives answers one length on the wire, so that an observer of an encrypted connection cannot tell "listed" from "not listed".
enum PagePadding {
    /// Every answer for one plate fits the first block.
    static let blockBytes = 8 * 1024

    /// The bytes with blanks up to whole blocks.
    static func padded(_ bytes: [UInt8]) -> [UInt8] { PaddedBody(bytes, toBlocksOf: blockBytes).whole }
}
