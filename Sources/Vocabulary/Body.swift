/// A vehicle's body type.
///
/// The codes come from the NCIC and from New York's registrations.
package enum Body: String, VocabularyWord {
    case sedan, coupe, hatchback, wagon, convertible, suv, pickup, minivan, van
    case boxTruck = "box-truck"
    case bus, motorcycle, armored, other

    package static let table = WordTable<Body>([
        .init(
            .sedan, "sedan", "saloon", "four-door", "4 door", "sedán", "berline", codes: "4d", "4dr", "4dsd", "4ds", "sd", "sdn", "sed"),
        .init(.coupe, "coupe", "two-door", "2 door", "cupé", codes: "2d", "2dr", "2dsd", "cp", "cpe", "coup"),
        .init(.hatchback, "hatchback", "hatch", codes: "2h", "4h", "hb", "hbk", "3d", "5d"),
        .init(.wagon, "wagon", "station wagon", "estate", "familiale", codes: "sw", "wg", "wgn", "stwg"),
        .init(
            .convertible, "convertible", "cabriolet", "cabrio", "descapotable", "décapotable", codes: "cv", "cnv", "conv", "rd", "roadster"),
        .init(.suv, "SUV", "crossover", "cuv", "todoterreno", "VUS", codes: "subn", "ut", "util", "ll", "utv", "sport utility", "mpv"),
        .init(
            .pickup, "pickup", "pickup truck", "truck", "crew cab", "troca", codes: "pk", "pu", "pkup", "pick", "tk", "trk", "pkp", "crew"),
        .init(.minivan, "minivan", "minifourgonnette", codes: "mv", "mnvn"),
        .init(
            .van, "van", "cargo van", "passenger van", "work van", "furgoneta", "fourgonnette", "fourgon", codes: "vn", "vanette"),
        .init(.boxTruck, "box truck", "moving truck", "step van", "camión", codes: "delv", "box", "bx", "vt"),
        .init(.bus, "bus", "coach", "shuttle", "autobús", codes: "bu", "omni"),
        .init(.motorcycle, "motorcycle", "motorbike", "bike", "moto", "motocicleta", codes: "mc", "mcy", "mtr", "mcl"),
        .init(
            .armored, "armored", "armoured", "armored truck", "armored vehicle", "armoured vehicle", "bearcat", "mrap", "blindado",
            "blindada", "blindé", codes: "arm"),
        .init(.other, "other"),
    ])
}
