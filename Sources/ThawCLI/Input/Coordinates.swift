import Vocabulary
import Wire

/// A place on Earth, in degrees, that never leaves this machine.
package struct Coordinates: Hashable, Sendable {
    package let latitude: Double
    package let longitude: Double

    /// Reads `44.95, -93.26`, `44.95 N 93.26 W`, or a `geo:44.95,-93.26` as maps copy it; `nil` for anything else.
    package init?(_ text: String) {
        var text = text.trimmed.lowercased()
        if text.hasPrefix("geo:") { text = String(text.dropFirst(4).prefix { $0 != "?" && $0 != ";" }) }
        var numbers: [Double] = []
        var hemispheres: [Character] = []
        for part in text.split(whereSeparator: { $0 == "," || $0 == ";" || $0.isWhitespace }) {
            var part = part.filter { $0 != "°" }
            while let last = part.last, "nsew".contains(last) {
                hemispheres.append(last)
                part.removeLast()
            }
            guard !part.isEmpty else { continue }
            guard part.allSatisfy({ "+-.0123456789".contains($0) }), let number = Double(part) else { return nil }
            numbers.append(number)
        }
        guard numbers.count == 2 else { return nil }
        if !hemispheres.isEmpty {
            guard hemispheres.count == 2, "ns".contains(hemispheres[0]), "ew".contains(hemispheres[1]), numbers.allSatisfy({ $0 >= 0 })
            else {
                return nil
            }
            if hemispheres[0] == "s" { numbers[0].negate() }
            if hemispheres[1] == "w" { numbers[1].negate() }
        }
        guard (-90...90).contains(numbers[0]), (-180...180).contains(numbers[1]) else { return nil }
        latitude = numbers[0]
        longitude = numbers[1]
    }

    /// Asks where something was seen, and finds the area with the server's own map, on this machine.
    static func askForArea(_ prompt: Prompt, _ map: AreaMap?) throws(Failure) -> AreaID {
        guard let map, map.areas.contains(where: { !$0.polygons.isEmpty }) else {
            throw .usage(
                "This machine has no map of the server's areas.", advice: "Fetch it with `thaw areas`, or name the area.")
        }
        guard case .line(let line) = prompt.ask("latitude, longitude"), let place = Coordinates(line) else {
            throw .usage("Those are not coordinates.", advice: "Write degrees, such as 44.951, -93.257")
        }
        guard let area = map.area(latitude: place.latitude, longitude: place.longitude) else {
            throw .usage("The server has no area there.", advice: "Name the nearest area from `thaw areas`.")
        }
        return area
    }
}
