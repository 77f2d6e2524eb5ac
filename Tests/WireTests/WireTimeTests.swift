import Testing
import Wire

struct WireTimeTests {
    @Test(
        "RFC 3339 times become Unix seconds",
        arguments: [
            ("2026-11-22T15:30:00Z", 1_795_361_400),
            ("2026-11-22t15:30:00z", 1_795_361_400),
            ("2026-11-22T15:30:00+00:00", 1_795_361_400),
            ("2026-11-22T15:30:00-00:00", 1_795_361_400),
            ("2026-11-22T09:30:00-06:00", 1_795_361_400),
            ("2026-11-23T01:15:00+09:45", 1_795_361_400),
            ("2026-11-22T15:30:00.999999999Z", 1_795_361_400),
            ("2026-11-22T15:30:00.5-00:30", 1_795_363_200),
            ("1970-01-01T00:00:00Z", 0),
            ("2024-02-29T00:00:00Z", 1_709_164_800),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
        ] as [(String, Int64)])
    func reads(text: String, seconds: Int64) {
        #expect(WireTime.seconds(text) == seconds)
    }

    @Test(
        "A time that no clock or calendar shows is refused",
        arguments: [
            "", "now", "2026-11-22", "2026-11-22T15:30Z", "2026-11-22T15:30:00", "2026-11-22 15:30:00Z", "2026-11-22T15:30:00ZZ",
            "2026-11-22T15:30:00+0600", "2026-11-22T15:30:00+06", "2026-11-22T15:30:00+24:00", "2026-11-22T15:30:00+06:60",
            "2026-11-22T15:30:00.Z", "2026-11-22T15:30:60Z", "2016-12-31T23:59:60Z", "2026-11-22T24:00:00Z", "2026-11-22T15:60:00Z",
            "2026-02-29T00:00:00Z", "2026-02-30T00:00:00Z", "2026-04-31T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
            "2026-11-00T00:00:00Z", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00+01:00", "+026-11-22T15:30:00Z", "2026-11-2２T15:30:00Z",
            "2026-11-22T15:30:00 Z", " 2026-11-22T15:30:00Z", "2026-11-22T15:30:00Z\n", "2026-W47-7T15:30:00Z",
            "2026-11-22T15:30:00.0000000000000000000000000000000000000000000000Z",
        ])
    func refuses(text: String) {
        #expect(WireTime.seconds(text) == nil)
    }

    @Test("A time is written as it is read")
    func roundTrip() {
        var generator = SystemRandomNumberGenerator()
        let seed = UInt64.random(in: 0...UInt64.max, using: &generator)
        var state = seed
        for _ in 0..<2_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let seconds = Int64(state >> 20) % 253_402_300_799
            #expect(WireTime.seconds(WireTime.text(seconds)) == seconds, "seed \(seed)")
            let day = Int32(seconds / 86_400)
            #expect(WireTime.day(WireTime.dayText(day)) == day, "seed \(seed)")
        }
    }

    @Test("Days are days")
    func days() {
        #expect(WireTime.dayText(0) == "1970-01-01")
        #expect(WireTime.dayText(20_779) == "2026-11-22")
        #expect(WireTime.day("2026-11-22") == 20_779)
        #expect(WireTime.day("2026-02-30") == nil)
        #expect(WireTime.day("2026-11-22T") == nil)
    }
}
