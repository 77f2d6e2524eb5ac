/// Who made a vehicle: the makes common in North America.
package enum Make: String, VocabularyWord {
    case acura
    case alfaRomeo = "alfa-romeo"
    case audi, bmw, buick, cadillac, chevrolet, chrysler, dodge, fiat, ford, freightliner, genesis, gmc
    case harleyDavidson = "harley-davidson"
    case honda, hummer, hyundai, infiniti, international, isuzu, jaguar, jeep, kia
    case landRover = "land-rover"
    case lexus, lincoln, lucid, mazda
    case mercedesBenz = "mercedes-benz"
    case mercury, mini, mitsubishi, nissan, polestar, pontiac, porsche, ram, rivian, saab, saturn, scion, subaru, suzuki, tesla, toyota
    case volkswagen, volvo, other

    package static let table = WordTable<Make>([
        .init(.acura, "Acura"),
        .init(.alfaRomeo, "Alfa Romeo", "alfa"),
        .init(.audi, "Audi"),
        .init(.bmw, "BMW", "beemer", "bimmer"),
        .init(.buick, "Buick"),
        .init(.cadillac, "Cadillac", "caddy"),
        .init(.chevrolet, "Chevrolet", "chevy", "chev"),
        .init(.chrysler, "Chrysler"),
        .init(.dodge, "Dodge"),
        .init(.fiat, "Fiat"),
        .init(.ford, "Ford"),
        .init(.freightliner, "Freightliner"),
        .init(.genesis, "Genesis"),
        .init(.gmc, "GMC"),
        .init(.harleyDavidson, "Harley-Davidson", "harley"),
        .init(.honda, "Honda"),
        .init(.hummer, "Hummer"),
        .init(.hyundai, "Hyundai"),
        .init(.infiniti, "Infiniti", "infinity"),
        .init(.international, "International", "navistar"),
        .init(.isuzu, "Isuzu"),
        .init(.jaguar, "Jaguar", "jag"),
        .init(.jeep, "Jeep"),
        .init(.kia, "Kia"),
        .init(.landRover, "Land Rover", "range rover"),
        .init(.lexus, "Lexus"),
        .init(.lincoln, "Lincoln"),
        .init(.lucid, "Lucid"),
        .init(.mazda, "Mazda"),
        .init(.mercedesBenz, "Mercedes-Benz", "mercedes", "benz"),
        .init(.mercury, "Mercury"),
        .init(.mini, "Mini", "mini cooper"),
        .init(.mitsubishi, "Mitsubishi"),
        .init(.nissan, "Nissan"),
        .init(.polestar, "Polestar"),
        .init(.pontiac, "Pontiac"),
        .init(.porsche, "Porsche"),
        .init(.ram, "Ram", "dodge ram"),
        .init(.rivian, "Rivian"),
        .init(.saab, "Saab"),
        .init(.saturn, "Saturn"),
        .init(.scion, "Scion"),
        .init(.subaru, "Subaru"),
        .init(.suzuki, "Suzuki"),
        .init(.tesla, "Tesla"),
        .init(.toyota, "Toyota"),
        .init(.volkswagen, "Volkswagen", "vw"),
        .init(.volvo, "Volvo"),
        .init(.other, "other"),
    ])
}
