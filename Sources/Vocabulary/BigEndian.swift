extension FixedWidthInteger {
    /// The integer's bytes, the most significant first.
    package var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian, Array.init) }
}
