/// How numbers lie in the file: plus 2^40, so that each takes six bytes whatever it is, and no update changes a row's size.
enum FixedWidth {
    static let bias: Int64 = 1 << 40

    /// The numbers that take six bytes so: SQLite stores smaller and larger ones in fewer and more.
    static let range: Range<Int64> = (1 << 31) - bias..<(1 << 47) - bias
}
