import TestSupport
import Testing
import Vocabulary

@Suite("Words about a vehicle")
struct VehicleWordsTests {
    @Test func `more than two hundred models are known by name`() {
        #expect(VehicleModel.all.count >= 200)
        for model in VehicleModel.all {
            #expect(VehicleModel.typed(model.name).contains(model), "\(model.name)")
            #expect(VehicleModel.typed(model.name.uppercased()).contains(model), "\(model.name)")
            #expect(model.name.split(separator: " ").count <= VehicleWords.wordsMax, "\(model.name)")
        }
    }

    @Test func `a name that two makes share needs the make next to it`() {
        for (name, models) in Dictionary(grouping: VehicleModel.all, by: \.name) where Set(models.map(\.make)).count > 1 {
            #expect(models.allSatisfy { $0.beside == .make }, "\(name)")
        }
    }

    @Test(arguments: [
        ("explorer", Make.ford, Body.suv), ("Transit", .ford, .van), ("f-150", .ford, .pickup), ("F150", .ford, .pickup),
        ("grand cherokee", .jeep, .suv), ("tahoe", .chevrolet, .suv), ("suburban", .chevrolet, .suv), ("charger", .dodge, .sedan),
        ("4runner", .toyota, .suv), ("rav 4", .toyota, .suv), ("crown vic", .ford, .sedan), ("sprinter", .mercedesBenz, .van),
    ])
    func `a model implies its make and its body`(_ text: String, _ make: Make, _ body: Body) throws {
        let words = try #require(VehicleWords(text))
        #expect(words.named.isEmpty)
        #expect(words.implied == Vehicle(body: body, make: make))
    }

    @Test(arguments: ["durango", "yukon", "colorado", "montana", "dakota", "300", "1500", "x5", "q5", "crv", "rx", "3"])
    func `a state's name or a few letters are a model beside the make alone`(_ name: String) {
        #expect(VehicleWords(name) == nil)
        #expect(VehicleWords(besideVehicle: name) == nil)
        let makes = VehicleModel.typed(name).map(\.make)
        #expect(!makes.isEmpty)
        for make in makes { #expect(VehicleWords(name, besideMake: make)?.implied.body != nil) }
        #expect(VehicleWords(name, besideMake: .saab) == nil)
    }

    @Test func `Dodge and Ram models accept either make`() {
        #expect(VehicleWords("1500", besideMake: .ram)?.implied.body == .pickup)
        #expect(VehicleWords("durango", besideMake: .dodge)?.implied.body == .suv)
    }

    @Test(arguments: [("escape", Make.ford), ("pilot", .honda), ("express", .chevrolet), ("liberty", .jeep)])
    func `an ordinary word is a model beside another word about the vehicle`(_ name: String, _ make: Make) {
        #expect(VehicleWords(name) == nil)
        #expect(VehicleWords(besideVehicle: name)?.implied.make == make)
    }

    @Test(
        arguments: [
            ("GY", Color.gray, true), ("WH", .white, true), ("BK", .black, true), ("SILVE", .silver, true), ("SIL", .silver, true),
            ("BLK/GRY", .black, false), ("GRY/GRAY", .gray, true), ("N/A", nil, true), ("-", nil, true), ("?", nil, true), ("", nil, true),
            ("unknown", nil, true), ("DK/GRY", .gray, true), ("LT BLU", .blue, true), ("DKGRN", .green, true), ("sparkly", nil, false),
            ("gris foncé", .gray, true), ("silver metallic", .silver, true), ("gr", .green, true), ("gra", .gray, true),
            ("bl", .blue, true),
        ] as [(String, Color?, Bool)])
    func `a color's own field`(_ text: String, _ color: Color?, _ isWhole: Bool) {
        let field = VehicleField<Color>(text)
        #expect(field.word == color)
        #expect(field.isWhole == isWhole)
    }

    @Test(
        arguments: [
            ("TOYOT", Make.toyota, true), ("TOYT", .toyota, true), ("CHEVR", .chevrolet, true), ("FRUEH", nil, false),
            ("ME/BE", .mercedesBenz, true), ("MERZ", .mercedesBenz, true), ("HYUND", .hyundai, true), ("VOLKS", .volkswagen, true),
            ("Chevy Tahoe", .chevrolet, true), ("Tahoe", .chevrolet, true), ("NISSA", .nissan, true), ("xyzzy", nil, false),
        ] as [(String, Make?, Bool)])
    func `a make's own field`(_ text: String, _ make: Make?, _ isWhole: Bool) {
        let field = VehicleField<Make>(text)
        #expect(field.word == make)
        #expect(field.isWhole == isWhole)
    }

    @Test(
        arguments: [
            ("4DSD", Body.sedan, true), ("P-U", .pickup, true), ("SUBN", .suv, true), ("4D", .sedan, true), ("PICK", .pickup, true),
            ("Sport Utility Vehicle", .suv, true), ("CONV", .convertible, true), ("Tahoe", .suv, true), ("TRLR", nil, false),
            ("camioneta", nil, true), ("Camionnette", .pickup, true), ("camioneta van", .van, true), ("LIMO", .sedan, true),
            ("furgoneta", .van, true), ("berline", .sedan, true),
        ] as [(String, Body?, Bool)])
    func `a body's own field`(_ text: String, _ body: Body?, _ isWhole: Bool) {
        let field = VehicleField<Body>(text)
        #expect(field.word == body)
        #expect(field.isWhole == isWhole)
    }

    @Test func `a model in the make field also gives the body`() {
        #expect(VehicleField<Make>("Chevy Tahoe").implied.body == .suv)
        #expect(VehicleField<Make>("Dodge Durango").implied.body == .suv)
        #expect(VehicleField<Make>("ford").implied.isEmpty)
    }

    @Test(arguments: ["sil", "gra", "bl", "b", "", "1234", "zzzz", "dark"])
    func `a beginning that fits no word or several is not a word`(_ text: String) {
        #expect(Color(beginning: text) == nil)
    }

    @Test func `four letters that begin only one word mean that word`() {
        #expect(VehicleWords(beginning: "silv")?.named.color == .silver)
        #expect(VehicleWords(beginning: "toyo")?.named.make == .toyota)
        #expect(VehicleWords(beginning: "suburb")?.implied.make == .chevrolet)
        #expect(VehicleWords(beginning: "merc") == nil)
        #expect(VehicleWords(beginning: "gran") == nil)
    }

    @Test func `no text makes reading crash`() {
        let alphabet = Array("abdgkrsty 1250/-.,;é\u{301}\u{0}🚗")
        let seed = UInt64.random(in: .min ... .max)
        var random = SplitMix64(state: seed)
        for _ in 0..<3_000 {
            let text = String((0..<Int.random(in: 0..<20, using: &random)).compactMap { _ in alphabet.randomElement(using: &random) })
            let color = VehicleField<Color>(text)
            #expect(color.word != nil || color.implied.color == nil, "seed \(seed), \(text)")
            _ = VehicleField<Make>(text)
            _ = VehicleField<Body>(text)
            _ = VehicleWords(text)
            _ = VehicleWords(beginning: text)
        }
        #expect(VehicleField<Color>(String(repeating: "black/", count: 200_000)).isWhole == false)
    }
}
