/// A model name that implies make and body: `Explorer` is a Ford and an SUV.
package struct VehicleModel: Hashable, Sendable {
    /// The word that must accompany the name for it to mean the model.
    package enum Beside: Sendable {
        /// The name alone is enough.
        case nothing
        /// A color, a body or a make, because the name is an ordinary word.
        case vehicle
        /// The make, because the name is also a state, a place, or letters and digits that could be a plate.
        case make
    }

    package let name: String
    package let make: Make
    package let body: Body
    package let beside: Beside

    /// The models with this name; several if makes share it.
    package static func typed(_ text: String) -> [VehicleModel] {
        PlainText.plain(text).flatMap { byName[$0] } ?? []
    }

    /// The only model whose name begins with `text` and needs no other word; `nil` for fewer than four letters, no model or several.
    package init?(beginning text: String) {
        guard let plain = PlainText.plain(text), plain.utf8.count >= beginningLengthMin,
            !plain.utf8.contains(where: { $0 < UInt8(ascii: "A") })
        else { return nil }
        let found = Self.byName.filter { $0.key.hasPrefix(plain) }.flatMap(\.value).filter { !$0.name.contains(" ") }
        guard let first = found.first, found.allSatisfy({ $0.make == first.make && $0.body == first.body && $0.beside == .nothing })
        else { return nil }
        self = first
    }

    /// All models, by make.
    package static let all: [VehicleModel] = VehicleModelRow.all.flatMap { row in
        row.names.map { VehicleModel(name: $0, make: row.make, body: row.body, beside: row.beside) }
    }

    private static let byName: [String: [VehicleModel]] = all.reduce(into: [:]) { names, model in
        guard let plain = PlainText.plain(model.name) else { preconditionFailure("\(model.name) can't be typed") }
        names[plain, default: []].append(model)
    }

    private init(name: String, make: Make, body: Body, beside: Beside) {
        self.name = name
        self.make = make
        self.body = body
        self.beside = beside
    }
}

/// The models of one make and body.
private struct VehicleModelRow {
    let make: Make
    let body: Body
    let beside: VehicleModel.Beside
    let names: [String]

    init(_ make: Make, _ body: Body, beside: VehicleModel.Beside = .nothing, _ names: String...) {
        self.make = make
        self.body = body
        self.beside = beside
        self.names = names
    }

    static let all: [VehicleModelRow] = ford + generalMotors + stellantis + japan + korea + europe

    private static let ford: [VehicleModelRow] = [
        .init(.ford, .suv, "Explorer", "Expedition", "Bronco", "Bronco Sport", "EcoSport", "Excursion", "Mach-E", "Edge", "Interceptor"),
        .init(.ford, .suv, beside: .vehicle, "Escape", "Flex"),
        .init(
            .ford, .pickup, "F-150", "F-250", "F-350", "F-450", "Super Duty", "F-150 Lightning"),
        .init(.ford, .pickup, beside: .vehicle, "Ranger", "Maverick", "Raptor"),
        .init(.ford, .sedan, "Crown Victoria", "Crown Vic", "Taurus", "Fusion"),
        .init(.ford, .sedan, beside: .vehicle, "Focus", "Fiesta", "Five Hundred"),
        .init(.ford, .coupe, "Mustang"),
        .init(.ford, .van, "Transit", "Transit Connect", "Econoline"),
        .init(.ford, .van, beside: .make, "E-150", "E-250", "E-350", "E-450"),
        .init(.lincoln, .suv, "Navigator", "Aviator", "Nautilus", "Corsair", "MKX", "MKC"),
        .init(.lincoln, .sedan, "Town Car", "MKZ"),
        .init(.mercury, .suv, "Mountaineer"),
        .init(.mercury, .sedan, "Grand Marquis"),
    ]

    private static let generalMotors: [VehicleModelRow] = [
        .init(.chevrolet, .suv, "Tahoe", "Suburban", "Trailblazer", "Equinox", "Traverse", "Captiva"),
        .init(.chevrolet, .suv, beside: .vehicle, "Blazer", "Trax"),
        .init(.chevrolet, .pickup, "Silverado", "Silverado 1500", "Silverado 2500", "Silverado 3500", "Avalanche"),
        .init(.chevrolet, .pickup, beside: .make, "Colorado", "1500", "2500", "3500", "S-10"),
        .init(.chevrolet, .sedan, "Impala", "Malibu", "Caprice", "Cruze"),
        .init(.chevrolet, .sedan, beside: .vehicle, "Cobalt"),
        .init(.chevrolet, .hatchback, "Aveo"),
        .init(.chevrolet, .hatchback, beside: .vehicle, "Spark", "Sonic", "Bolt", "Volt"),
        .init(.chevrolet, .coupe, "Camaro", "Corvette"),
        .init(.chevrolet, .van, beside: .vehicle, "Express", "City Express", "Astro"),
        .init(.chevrolet, .minivan, "Uplander"),
        .init(.gmc, .suv, "Yukon XL", "Yukon Denali"),
        .init(.gmc, .suv, beside: .vehicle, "Acadia", "Terrain", "Envoy", "Denali"),
        .init(.gmc, .suv, beside: .make, "Yukon", "Jimmy"),
        .init(.gmc, .pickup, "Sierra 1500", "Sierra 2500", "Sierra 3500"),
        .init(.gmc, .pickup, beside: .vehicle, "Sierra", "Canyon"),
        .init(.gmc, .pickup, beside: .make, "1500", "2500", "3500"),
        .init(.gmc, .van, "Savana"),
        .init(.gmc, .van, beside: .vehicle, "Safari"),
        .init(.cadillac, .suv, "Escalade", "SRX", "XT5", "XT4", "XT6"),
        .init(.cadillac, .sedan, "CTS", "DeVille"),
        .init(.buick, .suv, "Enclave", "Rendezvous"),
        .init(.buick, .suv, beside: .vehicle, "Encore", "Envision"),
        .init(.buick, .sedan, "LeSabre", "LaCrosse", "Lucerne", "Park Avenue"),
        .init(.buick, .sedan, beside: .vehicle, "Regal", "Century", "Verano"),
        .init(.pontiac, .sedan, "Grand Prix", "Bonneville", "Grand Am"),
        .init(.pontiac, .minivan, beside: .make, "Montana"),
        .init(.pontiac, .hatchback, beside: .vehicle, "Vibe"),
        .init(.hummer, .suv, beside: .make, "H1", "H2", "H3"),
        .init(.saturn, .suv, beside: .vehicle, "Vue", "Outlook"),
    ]

    private static let stellantis: [VehicleModelRow] = [
        .init(.dodge, .suv, beside: .make, "Durango"),
        .init(.dodge, .suv, beside: .vehicle, "Journey", "Nitro", "Hornet"),
        .init(.dodge, .sedan, "Charger"),
        .init(.dodge, .sedan, beside: .vehicle, "Avenger", "Intrepid", "Stratus"),
        .init(.dodge, .coupe, "Challenger"),
        .init(.dodge, .minivan, "Caravan", "Grand Caravan"),
        .init(.dodge, .wagon, beside: .vehicle, "Magnum"),
        .init(.dodge, .pickup, beside: .make, "Dakota", "1500", "2500", "3500"),
        .init(.ram, .pickup, "Ram 1500", "Ram 2500", "Ram 3500", "Dodge Ram 1500", "Dodge Ram 2500", "Dodge Ram 3500"),
        .init(.ram, .van, "ProMaster", "ProMaster City"),
        .init(.chrysler, .minivan, "Pacifica", "Town and Country", "Voyager"),
        .init(.chrysler, .sedan, "Sebring"),
        .init(.chrysler, .sedan, beside: .make, "200", "300", "300C", "Concorde"),
        .init(.chrysler, .wagon, "PT Cruiser"),
        .init(.jeep, .suv, "Grand Cherokee", "Cherokee", "Wrangler", "Wagoneer", "Grand Wagoneer"),
        .init(.jeep, .suv, beside: .vehicle, "Compass", "Patriot", "Liberty", "Renegade", "Commander"),
        .init(.jeep, .pickup, "Gladiator"),
    ]

    private static let japan: [VehicleModelRow] = [
        .init(.toyota, .suv, "4Runner", "RAV4", "Highlander", "Sequoia", "Land Cruiser", "FJ Cruiser", "Venza", "Corolla Cross"),
        .init(.toyota, .pickup, "Tacoma", "Tundra"),
        .init(.toyota, .minivan, "Sienna"),
        .init(.toyota, .sedan, "Camry", "Corolla", "Avalon", "Yaris"),
        .init(.toyota, .hatchback, "Prius"),
        .init(.toyota, .hatchback, beside: .vehicle, "Matrix"),
        .init(.honda, .suv, beside: .vehicle, "Pilot", "Passport", "Element", "Prologue"),
        .init(.honda, .suv, beside: .make, "CR-V", "HR-V"),
        .init(.honda, .pickup, "Ridgeline"),
        .init(.honda, .minivan, "Odyssey"),
        .init(.honda, .sedan, "Civic"),
        .init(.honda, .sedan, beside: .vehicle, "Accord"),
        .init(.honda, .hatchback, beside: .make, "Fit", "Insight"),
        .init(.nissan, .suv, "Pathfinder", "Xterra", "Murano"),
        .init(.nissan, .suv, beside: .vehicle, "Armada", "Rogue", "Juke", "Kicks"),
        .init(.nissan, .pickup, beside: .vehicle, "Titan", "Frontier"),
        .init(.nissan, .sedan, "Altima", "Maxima", "Sentra"),
        .init(.nissan, .sedan, beside: .make, "Versa"),
        .init(.nissan, .minivan, beside: .vehicle, "Quest"),
        .init(.nissan, .van, beside: .make, "NV200", "NV2500"),
        .init(.nissan, .hatchback, beside: .make, "Leaf", "Cube"),
        .init(.mazda, .suv, beside: .make, "CX-3", "CX-30", "CX-5", "CX-7", "CX-9", "CX-50", "CX-90"),
        .init(.mazda, .sedan, beside: .make, "3", "6", "Mazda3", "Mazda6"),
        .init(.subaru, .suv, "Forester", "Crosstrek"),
        .init(.subaru, .suv, beside: .vehicle, "Ascent"),
        .init(.subaru, .wagon, "Outback"),
        .init(.subaru, .sedan, "Impreza", "WRX"),
        .init(.subaru, .sedan, beside: .vehicle, "Legacy"),
        .init(.mitsubishi, .suv, "Outlander", "Montero"),
        .init(.mitsubishi, .sedan, "Lancer"),
        .init(.mitsubishi, .sedan, beside: .vehicle, "Mirage", "Galant"),
        .init(.acura, .suv, beside: .make, "MDX", "RDX"),
        .init(.acura, .sedan, beside: .make, "TL", "TLX", "TSX", "ILX", "Integra"),
        .init(.lexus, .suv, beside: .make, "RX", "RX350", "GX", "GX460", "GX470", "LX", "NX", "UX"),
        .init(.lexus, .sedan, beside: .make, "ES", "ES350", "IS", "IS250", "GS", "LS"),
        .init(.infiniti, .suv, beside: .make, "QX60", "QX80", "QX50", "QX56", "FX35"),
        .init(.infiniti, .sedan, beside: .make, "G35", "G37", "Q50"),
        .init(.isuzu, .suv, "Rodeo", "Trooper"),
    ]

    private static let korea: [VehicleModelRow] = [
        .init(.hyundai, .suv, "Palisade"),
        .init(.hyundai, .suv, beside: .vehicle, "Venue"),
        .init(.hyundai, .suv, beside: .make, "Santa Fe", "Tucson", "Kona"),
        .init(.hyundai, .sedan, "Sonata", "Elantra"),
        .init(.hyundai, .sedan, beside: .vehicle, "Accent", "Azera"),
        .init(.kia, .suv, "Telluride", "Sorento", "Sportage", "Seltos"),
        .init(.kia, .wagon, beside: .make, "Soul"),
        .init(.kia, .minivan, "Sedona"),
        .init(.kia, .minivan, beside: .vehicle, "Carnival"),
        .init(.kia, .sedan, "Optima"),
        .init(.kia, .sedan, beside: .make, "Forte", "Rio", "K5", "Stinger"),
    ]

    private static let europe: [VehicleModelRow] = [
        .init(.mercedesBenz, .van, "Sprinter"),
        .init(.mercedesBenz, .van, beside: .make, "Metris"),
        .init(.mercedesBenz, .suv, beside: .make, "G-Wagon", "GLE", "GLC", "GLS", "ML350"),
        .init(.mercedesBenz, .sedan, beside: .make, "C300", "E350", "C-Class", "E-Class", "S-Class"),
        .init(.bmw, .suv, beside: .make, "X1", "X3", "X5", "X7"),
        .init(.bmw, .sedan, beside: .make, "328i", "330i", "528i", "3 Series", "5 Series"),
        .init(.audi, .suv, beside: .make, "Q3", "Q5", "Q7", "Q8"),
        .init(.audi, .sedan, beside: .make, "A3", "A4", "A6", "A8"),
        .init(.volkswagen, .suv, "Tiguan", "Touareg"),
        .init(.volkswagen, .suv, beside: .vehicle, "Atlas"),
        .init(.volkswagen, .sedan, "Jetta", "Passat"),
        .init(.volkswagen, .hatchback, beside: .make, "Golf", "Beetle", "GTI"),
        .init(.volkswagen, .minivan, beside: .make, "Routan", "Bus"),
        .init(.volvo, .suv, beside: .make, "XC40", "XC60", "XC90"),
        .init(.volvo, .sedan, beside: .make, "S60", "S80"),
        .init(.porsche, .suv, "Cayenne"),
        .init(.porsche, .suv, beside: .make, "Macan"),
        .init(.landRover, .suv, "Range Rover Sport"),
        .init(.landRover, .suv, beside: .make, "Discovery", "Defender", "Sport"),
        .init(.tesla, .suv, beside: .make, "Model Y", "Model X"),
        .init(.tesla, .sedan, beside: .make, "Model 3", "Model S"),
        .init(.tesla, .pickup, "Cybertruck"),
        .init(.rivian, .suv, beside: .make, "R1S"),
        .init(.rivian, .pickup, beside: .make, "R1T"),
    ]
}
