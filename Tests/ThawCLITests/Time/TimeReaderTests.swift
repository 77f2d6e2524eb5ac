import TestSupport
import Testing
import ThawCLI
import Wire

@Suite("Times as people write them")
struct TimeReaderTests {
    /// Sunday 22 November 2026, 15:41 in Chicago.
    static let now: Int64 = 1_795_383_660

    private func reader(now: Int64 = now, hours: Int = 24) -> TimeReader {
        TimeReader(zone: Fixture.chicago, now: now, ageHoursMax: hours)
    }

    @Test(arguments: [
        ("now", 0), ("just now", 0), ("20m", 20), ("20 m", 20), ("20m ago", 20), ("20 min ago", 20), ("20min", 20), ("20 minutes ago", 20),
        ("a minute ago", 1), ("an hour ago", 60), ("1h", 60), ("1h30m", 90), ("1h 30m ago", 90), ("2 hours and 30 minutes ago", 150),
        ("half an hour ago", 30), ("half hour ago", 30), ("1.5h", 90), ("about 10 min ago", 10), ("90 S ago", 1), ("1 day ago", 1_440),
        ("  20   MIN   ago ", 20), ("20 min. ago", 20), ("20m.", 20), ("~10 min", 10), ("ten minutes ago", 10),
        ("twenty five minutes ago", 25), ("an hour and a half ago", 90), ("one and a half hours ago", 90), ("a couple of hours ago", 120),
        ("three quarters of an hour ago", 45), ("a quarter of an hour ago", 15), ("hace 20 minutos", 20), ("hace media hora", 30),
        ("hace una hora y media", 90), ("il y a 20 minutes", 20), ("il y a 2 heures", 120), ("il y a 2h", 120),
        ("il y a une demi-heure", 30), ("24h", 1_440), ("1439 min ago", 1_439),
        ("20' ago", 20), ("20′", 20), ("5 minutes", 5), ("il y a 10 minutes", 10),
    ])
    func `how long ago`(_ text: String, _ minutes: Int64) throws {
        #expect((Self.now - (try reader().read(text))) / 60 == minutes)
    }

    @Test(arguments: [
        ("15:30", "2026-11-22T21:30:00Z"), ("at 15:30", "2026-11-22T21:30:00Z"), ("today 15:30", "2026-11-22T21:30:00Z"),
        ("15:30 today", "2026-11-22T21:30:00Z"), ("3:30pm", "2026-11-22T21:30:00Z"), ("3:30 pm", "2026-11-22T21:30:00Z"),
        ("3:30 p.m.", "2026-11-22T21:30:00Z"), ("3pm", "2026-11-22T21:00:00Z"), ("3 PM", "2026-11-22T21:00:00Z"),
        ("03:30", "2026-11-22T09:30:00Z"), ("3:30am", "2026-11-22T09:30:00Z"), ("12:05am", "2026-11-22T06:05:00Z"),
        ("12:05", "2026-11-22T18:05:00Z"), ("00:05", "2026-11-22T06:05:00Z"), ("15:30:20", "2026-11-22T21:30:20Z"),
        // At 15:41 it can only be this morning's.
        ("11:30", "2026-11-22T17:30:00Z"),
        ("9:15", "2026-11-22T15:15:00Z"), ("yesterday 22:10", "2026-11-22T04:10:00Z"), ("yesterday at 22:10", "2026-11-22T04:10:00Z"),
        ("22:10 yesterday", "2026-11-22T04:10:00Z"), ("yesterday 9:30", "2026-11-22T03:30:00Z"),
        ("15:42", "2026-11-22T21:42:00Z"), ("2026-11-22 15:30", "2026-11-22T21:30:00Z"), ("2026-11-22T15:30", "2026-11-22T21:30:00Z"),
        ("2026-11-22T21:30:00Z", "2026-11-22T21:30:00Z"), ("2026-11-22t21:30z", "2026-11-22T21:30:00Z"),
        ("2026-11-22T15:30:00-06:00", "2026-11-22T21:30:00Z"), ("2026-11-22T22:30:00.25+01:00", "2026-11-22T21:30:00Z"),
        ("0930 hrs", "2026-11-22T15:30:00Z"), ("0010hrs", "2026-11-22T06:10:00Z"), ("0930", "2026-11-22T15:30:00Z"),
        ("0950A", "2026-11-22T15:50:00Z"), ("9.30am", "2026-11-22T15:30:00Z"), ("9:30a", "2026-11-22T15:30:00Z"),
        ("noon", "2026-11-22T18:00:00Z"), ("midnight", "2026-11-22T06:00:00Z"), ("9 o'clock", "2026-11-22T15:00:00Z"),
        ("this morning 9:15", "2026-11-22T15:15:00Z"), ("9 this morning", "2026-11-22T15:00:00Z"),
        ("this afternoon 3:15", "2026-11-22T21:15:00Z"), ("last night 23:00", "2026-11-22T05:00:00Z"),
        ("last night at 11", "2026-11-22T05:00:00Z"), ("last night 1:30", "2026-11-22T07:30:00Z"),
        ("yesterday evening 7:30", "2026-11-22T01:30:00Z"), ("sunday 9am", "2026-11-22T15:00:00Z"), ("sat 10pm", "2026-11-22T04:00:00Z"),
        ("11/22/2026 3:30 PM", "2026-11-22T21:30:00Z"), ("11/22/2026 9:30", "2026-11-22T15:30:00Z"),
        ("11/22/26 9:30 AM", "2026-11-22T15:30:00Z"), ("11/22/2026  9:30:00 AM", "2026-11-22T15:30:00Z"),
        ("11/22 9:30am", "2026-11-22T15:30:00Z"), ("Nov 22 9:30am", "2026-11-22T15:30:00Z"),
        ("Sunday, November 22, 2026 at 9:30 AM", "2026-11-22T15:30:00Z"), ("22.11.2026 9:30", "2026-11-22T15:30:00Z"),
        ("2026:11:22 09:30:00", "2026-11-22T15:30:00Z"), ("2026-11-22T15:30:00-0600", "2026-11-22T21:30:00Z"),
        ("2026-11-22 15:30:00 -06", "2026-11-22T21:30:00Z"), ("2026-11-22 15:30 CST", "2026-11-22T21:30:00Z"),
        ("2026-11-22 21:30 UTC", "2026-11-22T21:30:00Z"), ("9:30am EST", "2026-11-22T14:30:00Z"),
    ])
    func `at what time`(_ text: String, _ utc: String) throws {
        #expect(WireTime.text(try reader().read(text)) == utc)
    }

    @Test(arguments: [
        ("1:30", TimeError.morningOrEvening(morning: "1:30am", evening: "1:30pm")),
        ("16:30", .notYet(clock: "16:30")), ("today 23:00", .notYet(clock: "23:00")), ("5pm", .notYet(clock: "5pm")),
        ("in 5 minutes", .future(written: "in 5 minutes")), ("25h", .tooOld(hoursMax: 24)), ("2 days ago", .tooOld(hoursMax: 24)),
        ("yesterday 08:00", .tooOld(hoursMax: 24)), ("2026-11-20 15:30", .tooOld(hoursMax: 24)), ("2026-11-23T00:00:00Z", .tooNew),
        ("2026-02-30 10:00", .notATime), ("2026-11-22T25:00", .notATime), ("24:00", .endOfDay), ("13pm", .notATime), ("0pm", .notATime),
        ("15:3", .notATime), ("15", .notATime), ("m", .notATime), ("20", .notATime), ("20 20 m", .notATime), ("ago", .notATime),
        ("a", .notATime), ("", .notATime), ("abc123", .notATime), ("yesterday", .noClock(day: "yesterday")),
        ("99999999999999h", .notATime), ("2026-11-22", .noClock(day: "2026-11-22")), ("1:30 1:30", .notATime), ("2400", .endOfDay),
        ("this morning", .noClock(day: "this morning")), ("46354.39583", .spreadsheetNumber(written: "46354.39583")),
        ("46354 0.39583", .spreadsheetNumber(written: "46354")), ("46354 9:30 AM", .spreadsheetNumber(written: "46354")),
        ("2026-11-28 0.39583", .spreadsheetNumber(written: "0.39583")),
        ("46354", .spreadsheetNumber(written: "46354")), ("0.39583", .spreadsheetNumber(written: "0.39583")),
        ("1441 min ago", .tooOld(hoursMax: 24)), ("half", .notATime), ("15:00 this morning", .notATime), ("9:30 XYZ", .notATime),
        ("a few minutes ago", .vague(written: "a few minutes ago")),
    ])
    func `what is no time, or could be two`(_ text: String, _ error: TimeError) {
        #expect(throws: error) { try reader().read(text) }
    }

    @Test(arguments: [
        ("a quarter past 4", "4:15"), ("quarter to 4", "3:45"), ("twenty past nine", "9:20"),
        ("half past eight am", "8:30am"), ("half past three pm", "3:30pm"), ("nine thirty", "9:30am"), ("three fifteen pm", "3:15pm"),
        ("three pm", "3pm"), ("nine o'clock", "9:00"), ("3ish pm", "3pm"), ("3pm-ish", "3pm"), ("about 9", "9:00"), ("1530", "15:30"),
        ("15h30", "15:30"), ("15 h 30", "15:30"), ("à 15h", "15:00"), ("à 9h", "9:00"), ("vers 9h30", "9:30"),
        ("hier 22h", "yesterday 22:00"),
        ("hier à 22h30", "yesterday 22:30"), ("hier soir à 10h", "yesterday 22:00"), ("ce matin 9h", "9:00am"),
        ("ayer a las 9", "yesterday 21:00"),
        ("ayer a las 22:10", "yesterday 22:10"), ("a las 3 de la tarde", "3pm"), ("9 de la mañana", "9am"), ("tres de la tarde", "3pm"),
        ("a las 9 y media de la mañana", "9:30am"), ("esta mañana a las 9", "9am"), ("anoche a las 11", "yesterday 23:00"),
        ("yesterday at nine", "yesterday 21:00"), ("yesterday at about 9 pm", "yesterday 21:00"),
        ("9:15 or so am", "9:15am"),
        ("this morning around 9:15", "9:15am"), ("7:20 am-ish", "7:20am"), ("20 to 3 pm", "2:40pm"),
        ("ten to three pm", "2:50pm"), ("mediodía", "noon"), ("midi", "noon"),
    ])
    func `in words, in Spanish and in French`(_ text: String, _ plain: String) throws {
        #expect(try reader().read(text) == (try reader().read(plain)))
    }

    @Test(arguments: [
        ("half past three", TimeError.morningOrEvening(morning: "3:30am", evening: "3:30pm")),
        ("330", .morningOrEvening(morning: "3:30am", evening: "3:30pm")), ("3ish", .morningOrEvening(morning: "3am", evening: "3pm")),
        ("about 3", .morningOrEvening(morning: "3am", evening: "3pm")), ("a las 3", .morningOrEvening(morning: "3am", evening: "3pm")),
        ("2h30", .lengthOrClock(length: "2h30m ago", clock: "02:30")), ("esta mañana", .noClock(day: "this morning")),
        ("tomorrow 9am", .future(written: "tomorrow 9am")), ("9am tomorrow", .future(written: "9am tomorrow")),
        ("mañana a las 9", .future(written: "mañana a las 9")), ("in 10 minutes", .future(written: "in 10 minutes")),
        ("10 minutes from now", .future(written: "10 minutes from now")), ("dans 10 minutes", .future(written: "dans 10 minutes")),
        ("for 20 minutes", .duration(written: "for 20 minutes")), ("3 hours straight", .duration(written: "3 hours straight")),
        ("20 minutes long", .duration(written: "20 minutes long")), ("pendant 20 minutes", .duration(written: "pendant 20 minutes")),
        ("since 9am", .span(written: "since 9am")), ("until 2pm", .span(written: "until 2pm")), ("depuis 9h", .span(written: "depuis 9h")),
        ("since 8", .span(written: "since 8")), ("13:20-13:40", .range(written: "13:20-13:40")),
        ("8:00-12:00", .range(written: "8:00-12:00")), ("5 to 8 pm", .range(written: "5 to 8 pm")),
        ("9 til 10:30am", .range(written: "9 til 10:30am")), ("9h", .lengthOrClock(length: "9h ago", clock: "09:00")),
        ("13h", .lengthOrClock(length: "13h ago", clock: "13:00")), ("20h", .lengthOrClock(length: "20h ago", clock: "20:00")),
        ("all morning", .duration(written: "all morning")),
        ("every day at 7am", .habit(written: "every day at 7am")), ("every 20 minutes", .habit(written: "every 20 minutes")),
        ("daily at 7", .habit(written: "daily at 7")), ("todos los días a las 7", .habit(written: "todos los días a las 7")),
        ("a while ago", .vague(written: "a while ago")), ("earlier today", .vague(written: "earlier today")),
        ("28/11/2026 15:30", .dayFirst(written: "28/11/2026", monthFirst: "11/28/2026")),
        ("22/11/2026", .dayFirst(written: "22/11/2026", monthFirst: "11/22/2026")),
    ])
    func `what says no time of a sighting is refused by name`(_ text: String, _ error: TimeError) {
        #expect(throws: error) { try reader().read(text) }
    }

    @Test func `outside the United States a date with figures alone must say which is the day`() throws {
        let reader = TimeReader(zone: Fixture.chicago, now: Self.now, ageHoursMax: 24, isMonthFirst: false)
        #expect(throws: TimeError.dayOrMonth(written: "11/12/2026")) { try reader.read("11/12/2026 9:30") }
        #expect(WireTime.text(try reader.read("11/22/2026 9:30")) == "2026-11-22T15:30:00Z")
        #expect(WireTime.text(try reader.read("22/11/2026 9:30")) == "2026-11-22T15:30:00Z")
    }

    @Test func `exactly 24 hours are not too long ago, to the minute that a clock shows`() throws {
        #expect(try reader(now: Self.now + 35).read("yesterday 15:41") == Self.now - 86_400)
        #expect(throws: TimeError.tooOld(hoursMax: 24)) { try reader(now: Self.now + 60).read("yesterday 15:41") }
    }

    @Test(arguments: [
        ("2026-11-22", "15:30", "2026-11-22 15:30"), ("11/22/2026 12:00:00 AM", "0330P", "11/22/2026 0330p"),
        ("yesterday", "22:10", "yesterday 22:10"),
        ("11/21/2026", "2026-11-22 15:30", "2026-11-22 15:30"),
    ])
    func `a day's own cell joins the cell of its time`(_ day: String, _ clock: String, _ joined: String) throws {
        #expect(reader().join(day: day, clock: clock) == joined)
    }

    @Test(arguments: ["soon", "", "11/22/2026 15:30", "abc", "99"])
    func `what is no day joins nothing`(_ text: String) {
        #expect(reader().join(day: text, clock: "9:30") == nil)
    }

    @Test(arguments: [
        ("2026-11-22 15:30", true), ("11/22/2026 15:30", true), ("11/22 15:30", false), ("yesterday 15:30", false), ("20m", false),
    ])
    func `only a time with its day and year means the same at another time`(_ text: String, _ namesDay: Bool) {
        #expect(reader().namesDay(text) == namesDay)
    }

    @Test func `no text makes it fail`() {
        let seed = UInt64.random(in: .min ... .max)
        var random = SplitMix64(state: seed)
        let words = [
            "20", "m", "ago", "half", "an", "hour", "and", "a", "9", ":", "30", "am", "p", "yesterday", "last", "night", "0930", "hrs", "/",
            "-",
            "2026", "11", "nov", "sat", "this", "z", "cst", "+06", "é", "\u{0}", "🚗", ".", "~", "99999999999", "noon", "in", "the",
            "morning", "past", "quarter", "to", "for", "every", "day", "h", "ish", "tomorrow", "las", "y", "media", "hier", "22h",
        ]
        for _ in 0..<5_000 {
            let text = (0..<Int.random(in: 0...7, using: &random))
                .compactMap { _ in words.randomElement(using: &random) }.joined(separator: Bool.random(using: &random) ? " " : "")
            do throws(TimeError) {
                let time = try reader().read(text)
                #expect((Self.now - 86_460...Self.now + 120).contains(time), "seed \(seed): \(text)")
            } catch {
                #expect(!error.sentence.isEmpty, "seed \(seed): \(text)")
            }
        }
    }

    @Test func `a clock that has come twice today is asked about late in the evening`() {
        let late = Self.now + 8 * 3_600  // 23:41
        #expect(throws: TimeError.morningOrEvening(morning: "11:30am", evening: "11:30pm")) { try reader(now: late).read("11:30") }
    }

    @Test func `just after midnight, last night's clock is yesterday's and must be said to be`() throws {
        let midnight = try #require(WireTime.seconds("2026-11-22T06:20:00Z"))
        #expect(throws: TimeError.notYet(clock: "23:50")) { try reader(now: midnight).read("23:50") }
        #expect(WireTime.text(try reader(now: midnight).read("yesterday 23:50")) == "2026-11-22T05:50:00Z")
    }

    @Test func `an hour that the clocks repeat is asked about, and one that they skip never was`() throws {
        let autumn = try #require(WireTime.seconds("2026-11-01T18:00:00Z"))
        #expect(throws: TimeError.twice) { try reader(now: autumn).read("01:30") }
        #expect(WireTime.text(try reader(now: autumn).read("2026-11-01T01:30:00-05:00")) == "2026-11-01T06:30:00Z")
        let spring = LocalZone { $0 < 1_772_956_800 ? -6 * 3_600 : -5 * 3_600 }  // 2026-03-08T08:00:00Z
        let noon = try #require(WireTime.seconds("2026-03-08T17:00:00Z"))
        #expect(throws: TimeError.skipped) { try TimeReader(zone: spring, now: noon, ageHoursMax: 24).read("02:30") }
    }

    @Test func `an import reaches as far back as it may`() throws {
        #expect(WireTime.text(try reader(hours: 720).read("3 days ago")) == "2026-11-19T21:41:00Z")
        #expect(throws: TimeError.tooOld(hoursMax: 720)) { try reader(hours: 720).read("31 days ago") }
    }

    @Test(arguments: [
        TimeError.notATime, .noClock(day: "today"), .dayOrMonth(written: "5/6"), .spreadsheetNumber(written: "46354"),
        .notYet(clock: "9:30"), .morningOrEvening(morning: "a", evening: "b"), .skipped, .twice, .tooOld(hoursMax: 24),
        .tooNew, .future(written: "a"), .duration(written: "a"), .habit(written: "a"), .vague(written: "a"), .endOfDay,
        .lengthOrClock(length: "2h30m ago", clock: "02:30"), .dayFirst(written: "28/11/2026", monthFirst: "11/28/2026"),
    ])
    func `every error says what to do in whole sentences`(_ error: TimeError) {
        let begins = error.sentence.first.map { $0.isUppercase || $0.isNumber || $0 == "“" } ?? false
        #expect(error.sentence.hasSuffix(".") && begins)
    }

    @Test func `a zone's wall and its instants are inverse but where the clocks change`() {
        let seed = UInt64.random(in: .min ... .max)
        var random = SplitMix64(state: seed)
        for _ in 0..<2_000 {
            // From the first day on that is in 1970 everywhere: the wall's years begin there.
            let seconds = Int64.random(in: 86_400...4_000_000_000, using: &random)
            let instants = Fixture.chicago.instants(of: Fixture.chicago.wall(at: seconds))
            #expect(instants.contains(seconds), "seed \(seed), at \(seconds)")
            #expect(instants.count <= 2)
        }
    }
}
