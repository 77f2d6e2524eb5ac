import Testing
import ThawCLI

@Suite("Coordinates")
struct CoordinatesTests {
    @Test(arguments: [
        ("44.951, -93.257", 44.951, -93.257), ("44.951 -93.257", 44.951, -93.257), ("geo:44.951,-93.257?z=16", 44.951, -93.257),
        ("44.951° N, 93.257° W", 44.951, -93.257), ("33.9S 18.4E", -33.9, 18.4), (" 0;0 ", 0, 0),
    ])
    func `are read as maps write them`(_ text: String, _ latitude: Double, _ longitude: Double) throws {
        let place = try #require(Coordinates(text))
        #expect(place.latitude == latitude)
        #expect(place.longitude == longitude)
    }

    @Test(arguments: [
        "", "44.951", "91, 0", "0, 181", "44,951, -93,257", "north 3", "nan, nan", "1e3, 2", "44.9 N 93.2", "93.2 W 44.9 N",
        "-44.9 N 93.2 W",
    ])
    func `anything else is none`(_ text: String) {
        #expect(Coordinates(text) == nil)
    }
}
