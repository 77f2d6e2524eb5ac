/// The format of numbers in the file: plus 2^40, so that every number takes six bytes and no update changes a row's size.
enum FixedWidth {
    static let bias: Int64 = 1 << 40

    /// The numbers that then take six bytes; SQLite stores smaller ones in fewer bytes and larger ones in more.
    static let range: Range<Int64> = (1 << 31) - bias..<(1 << 47) - bias
}
