/// The kind of body that a vehicle has.
package enum Body: String, VocabularyWord {
    case sedan, coupe, hatchback, wagon, convertible, suv, pickup, minivan, van
    case boxTruck = "box-truck"
    case bus, motorcycle, armored, other

    package static let table = WordTable<Body>([
        .init(.sedan, "sedan", "saloon", "four-door"),
        .init(.coupe, "coupe", "two-door"),
        .init(.hatchback, "hatchback", "hatch"),
        .init(.wagon, "wagon", "station wagon", "estate"),
        .init(.convertible, "convertible", "cabriolet", "cabrio"),
        .init(.suv, "SUV", "crossover", "cuv"),
        .init(.pickup, "pickup", "pickup truck", "truck", "crew cab"),
        .init(.minivan, "minivan"),
        .init(.van, "van", "cargo van", "passenger van", "work van"),
        .init(.boxTruck, "box truck", "moving truck", "step van"),
        .init(.bus, "bus", "coach", "shuttle"),
        .init(.motorcycle, "motorcycle", "motorbike", "bike"),
        .init(.armored, "armored", "armoured", "armored truck", "armored vehicle", "armoured vehicle", "bearcat", "mrap"),
        .init(.other, "other"),
    ])
}
