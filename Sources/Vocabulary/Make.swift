/// A vehicle's make: the makes common in North America.
///
/// The codes come from the NCIC and from New York's registrations.
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
        .init(.acura, "Acura", codes: "acur"),
        .init(.alfaRomeo, "Alfa Romeo", "alfa", codes: "alfr"),
        .init(.audi, "Audi"),
        .init(.bmw, "BMW", "beemer", "bimmer", codes: "bmwc"),
        .init(.buick, "Buick", codes: "buic"),
        .init(.cadillac, "Cadillac", "caddy", codes: "cadi", "cad"),
        .init(.chevrolet, "Chevrolet", "chevy", "chev", "chevi", "chevrolette", codes: "chvr", "chevr"),
        .init(.chrysler, "Chrysler", codes: "chry", "chr", "chrys"),
        .init(.dodge, "Dodge", codes: "dodg", "dod"),
        .init(.fiat, "Fiat", codes: "fiaa"),
        .init(.ford, "Ford", codes: "for", "frd"),
        .init(.freightliner, "Freightliner", codes: "frht", "frei"),
        .init(.genesis, "Genesis", codes: "gens"),
        .init(.gmc, "GMC", codes: "gm"),
        .init(.harleyDavidson, "Harley-Davidson", "harley", codes: "hd", "harl"),
        .init(.honda, "Honda", codes: "hond", "hon", "hnda"),
        .init(.hummer, "Hummer", codes: "humm"),
        .init(.hyundai, "Hyundai", "hundai", "hyundia", codes: "hyun", "hyu", "hyund"),
        .init(.infiniti, "Infiniti", "infinity", codes: "infi", "inf"),
        .init(.international, "International", "navistar", codes: "intl", "inter", "ihc"),
        .init(.isuzu, "Isuzu", codes: "isu", "isuz"),
        .init(.jaguar, "Jaguar", "jag", codes: "jagu"),
        .init(.jeep, "Jeep", codes: "jep"),
        .init(.kia, "Kia", codes: "kiam"),
        .init(.landRover, "Land Rover", "range rover", codes: "lndr", "lrvr", "rover", "lr"),
        .init(.lexus, "Lexus", codes: "lexs", "lex"),
        .init(.lincoln, "Lincoln", codes: "linc", "lin"),
        .init(.lucid, "Lucid", codes: "luci"),
        .init(.mazda, "Mazda", codes: "mazd", "maz"),
        .init(.mercedesBenz, "Mercedes-Benz", "mercedes", "benz", "mercedez", codes: "merz", "mebe", "mbz", "mb"),
        .init(.mercury, "Mercury", codes: "merc"),
        .init(.mini, "Mini", "mini cooper", codes: "mnni"),
        .init(.mitsubishi, "Mitsubishi", codes: "mits", "mit", "mitsu"),
        .init(.nissan, "Nissan", codes: "niss", "nis", "nssn"),
        .init(.polestar, "Polestar", codes: "pols"),
        .init(.pontiac, "Pontiac", codes: "pont", "pon"),
        .init(.porsche, "Porsche", codes: "pors", "por"),
        .init(.ram, "Ram", "dodge ram", codes: "ramt"),
        .init(.rivian, "Rivian", codes: "rivi"),
        .init(.saab, "Saab", codes: "saa"),
        .init(.saturn, "Saturn", codes: "strn", "sat", "satu"),
        .init(.scion, "Scion", codes: "scio", "sci"),
        .init(.subaru, "Subaru", codes: "suba", "sub", "subar"),
        .init(.suzuki, "Suzuki", codes: "suzi", "suz"),
        .init(.tesla, "Tesla", codes: "tesl", "tsla", "tes"),
        .init(.toyota, "Toyota", codes: "toyt", "toy", "toyo"),
        .init(.volkswagen, "Volkswagen", "vw", "volkswagon", codes: "volk", "volks"),
        .init(.volvo, "Volvo", codes: "volv", "vlv"),
        .init(.other, "other"),
    ])
}
