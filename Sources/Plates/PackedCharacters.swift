/// Arithmetic on characters packed as a base-35 number of ten places, left-aligned.
///
/// A place holds 0 for blank, 1–10 for `0`–`9`, and 11–34 for the letters without `I` and `O`, in the order of ASCII.
enum PackedCharacters {
    static let places = 10
    static let base: Int64 = 35
    static let digitMax: UInt8 = 34
    /// The digit of `9`; those above are letters.
    static let figureMax: UInt8 = 10
    /// 35 to the 10th: every packed value lies below.
    static let end: Int64 = 2_758_547_353_515_625

    static let zero: UInt8 = 1
    static let one: UInt8 = 2

    /// The weight of a character at this place: 35 to the power of 9 − place.
    static func weight(ofPlace place: Int) -> Int64 { weights[place] }

    private static let weights: [Int64] = [
        78_815_638_671_875, 2_251_875_390_625, 64_339_296_875, 1_838_265_625, 52_521_875, 1_500_625, 42_875, 1_225, 35, 1,
    ]

    /// Whether a number is 1 to 10 characters with blanks at the end alone.
    static func isWellFormed(_ packed: Int64) -> Bool {
        packed > 0 && packed < end && WideCharacters(packed).hasBlanksAtEndAlone
    }
}

/// Packed characters spread to six bits a place, so that masks and shifts compare them; place 0 is the highest.
struct WideCharacters: Equatable {
    static let placeBits = 6
    static let all: UInt64 = 1 << 60 - 1
    /// The lowest bit of each place.
    private static let lowBits: UInt64 = 0x0041_0410_4104_1041
    /// The highest bit of each place.
    static let highBits = lowBits << UInt64(placeBits - 1)

    let bits: UInt64

    /// Spreads a number below 35 to the 10th.
    ///
    /// Each half is taken as a fraction of 35 to the 5th, in units of 2 to the −57: times 35, its whole part is the next place. Rounding
    /// the reciprocal up adds a fiftieth of the error that would reach the next number. Divisions take twice as long.
    init(_ packed: Int64) {
        assert((0..<PackedCharacters.end).contains(packed))
        let packed = UInt64(truncatingIfNeeded: packed)
        let unit: UInt64 = 1 << 57
        let reciprocal = unit / Self.halfEnd + 1
        var first = packed / Self.halfEnd &* reciprocal
        var second = packed % Self.halfEnd &* reciprocal
        var (firstBits, secondBits): (UInt64, UInt64) = (0, 0)
        for _ in 0..<PackedCharacters.places / 2 {
            first &*= 35
            second &*= 35
            firstBits = firstBits &<< 6 | first &>> 57
            secondBits = secondBits &<< 6 | second &>> 57
            first &= unit &- 1
            second &= unit &- 1
        }
        bits = firstBits &<< 30 | secondBits
    }

    /// 35 to the 5th.
    private static let halfEnd: UInt64 = 52_521_875

    /// The digit at a place.
    subscript(place: Int) -> UInt8 { UInt8(truncatingIfNeeded: bits >> UInt64(Self.shift(ofPlace: place)) & 63) }

    /// The number of places with a character, if blanks are at the end only.
    var count: Int { bits == 0 ? 0 : PackedCharacters.places - bits.trailingZeroBitCount / Self.placeBits }

    var hasBlanksAtEndAlone: Bool {
        let some = (bits | bits >> 1 | bits >> 2 | bits >> 3 | bits >> 4 | bits >> 5) & Self.lowBits
        return some << UInt64(Self.placeBits) & ~some & Self.lowBits == 0
    }

    /// The highest bit of each place that holds this digit.
    func places(holding digit: UInt8) -> UInt64 {
        let differing = bits ^ Self.lowBits &* UInt64(digit)
        let belowTop = Self.lowBits &* 31
        return ~((differing & belowTop) &+ belowTop | differing) & Self.highBits
    }

    /// The first place in which any bit is set.
    static func place(ofHighestBit bits: UInt64) -> Int { (bits.leadingZeroBitCount - unusedBits) / placeBits }

    private static let unusedBits = UInt64.bitWidth - PackedCharacters.places * placeBits

    static func shift(ofPlace place: Int) -> Int { (PackedCharacters.places - 1 - place) * placeBits }
}
