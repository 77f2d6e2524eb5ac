/// The description of a vehicle in one phrase.
package struct VehicleWords: Hashable, Sendable {
    /// The parts that the phrase names directly.
    package var named = Vehicle()
    /// The parts that the phrase implies, such as a model's make. Parts named directly override them.
    package var implied = Vehicle()

    /// The longest phrase, "dodge ram 1500", has three words.
    package static let wordsMax = 3

    /// Reads a phrase of a sentence: a color, a body, a make, or a model that needs no other word; `nil` for anything else.
    package init?(_ phrase: String) {
        if let color = Color(word: phrase) {
            self.init(named: Vehicle(color: color))
        } else if let body = Body(word: phrase) {
            self.init(named: Vehicle(body: body))
        } else if phrase.hasSuffix("s"), let body = Body(word: String(phrase.dropLast())) {
            // "2 black suvs"
            self.init(named: Vehicle(body: body))
        } else if let make = Make(word: phrase) {
            self.init(named: Vehicle(make: make))
        } else if let body = Self.looseBody(phrase) {
            self.init(implied: Vehicle(body: body))
        } else if let model = VehicleModel.typed(phrase).first(where: { $0.beside == .nothing }) {
            self.init(model)
        } else {
            return nil
        }
    }

    /// Reads an abbreviation, a prefix or an ordinary word that is next to another word about the vehicle.
    package init?(besideVehicle phrase: String) {
        if let color = Color(code: phrase) {
            self.init(named: Vehicle(color: color))
        } else if let make = Make(code: phrase) {
            self.init(named: Vehicle(make: make))
        } else if let body = Body(code: phrase) {
            self.init(named: Vehicle(body: body))
        } else if let model = VehicleModel.typed(phrase).first(where: { $0.beside != .make }) {
            self.init(model)
        } else {
            return nil
        }
    }

    /// Reads a model next to its make.
    package init?(_ phrase: String, besideMake make: Make) {
        // Ram belonged to Dodge until 2010, and people use both names.
        let makes: Set<Make> = make == .ram ? [.ram, .dodge] : make == .dodge ? [.dodge, .ram] : [make]
        guard let model = VehicleModel.typed(phrase).first(where: { makes.contains($0.make) }) else { return nil }
        self.init(implied: Vehicle(body: model.body))
    }

    /// Reads a model that is also the name of an issuer or a place, if another word shows that a vehicle is meant.
    package init?(model phrase: String) {
        guard let model = VehicleModel.typed(phrase).first else { return nil }
        self.init(model)
    }

    /// Reads the beginning of a word: `silve`, `toyot`, `suburb`.
    package init?(beginning text: String) {
        var found: [VehicleWords] = []
        if let color = Color(beginning: text) { found.append(VehicleWords(named: Vehicle(color: color))) }
        if let body = Body(beginning: text) { found.append(VehicleWords(named: Vehicle(body: body))) }
        if let make = Make(beginning: text) { found.append(VehicleWords(named: Vehicle(make: make))) }
        // "silv" means silver rather than Silverado.
        if found.isEmpty, let model = VehicleModel(beginning: text) { found.append(VehicleWords(model)) }
        guard found.count == 1 else { return nil }
        self = found[0]
    }

    private init(named: Vehicle = Vehicle(), implied: Vehicle = Vehicle()) {
        self.named = named
        self.implied = implied
    }

    private init(_ model: VehicleModel) { self.init(implied: Vehicle(body: model.body, make: model.make)) }

    /// Whether the word only describes a color's shade, or only means "vehicle".
    package static func saysNothing(_ word: String) -> Bool { PlainText.plain(word).map(nothing.contains) ?? false }

    private static let nothing: Set<String> = [
        "dk", "dark", "drk", "lt", "light", "lgt", "bright", "metallic", "met", "matte", "shiny", "car", "vehicle", "veh", "auto",
        "voiture", "carro", "coche", "vehiculo", "vehicule", "camioneta", "camionetas", "oscuro", "oscura", "claro", "clara", "fonce",
        "foncee", "clair", "claire",
    ]

    /// Words that mean different bodies in different places, with the usual one, which applies unless another is named.
    static func looseBody(_ phrase: String) -> Body? { PlainText.plain(phrase).flatMap { looseBodies[$0] } }

    private static let looseBodies: [String: Body] = ["camionnette": .pickup, "limo": .sedan, "limousine": .sedan]
}

/// The longest field that is read; longer ones do not describe vehicles.
private let fieldBytesMax = 256

/// The content of a field for one kind of word, such as a cell of a column or an option.
package struct VehicleField<Word: VocabularyWord>: Sendable {
    /// The word; `nil` if the field has no known word.
    package var word: Word?
    /// The parts that a model in the field implies.
    package var implied = Vehicle()
    /// Whether the whole field was understood.
    package var isWhole = true

    private static var noneWords: Set<String> {
        ["na", "none", "unknown", "unk", "unkn", "no", "null", "nan", "nil", "notapplicable", "notstated", "tbd", "xx", "xxx"]
    }

    /// Reads codes, prefixes, models and compounds. `BLK/GRY` reads as black, with `isWhole` false.
    package init(_ text: String) {
        guard text.utf8.count <= fieldBytesMax else {
            isWhole = false
            return
        }
        let letters = String(text.unicodeScalars.filter { $0.properties.isAlphabetic || ("0"..."9").contains($0) })
        if letters.isEmpty || Self.noneWords.contains(letters.lowercased()) { return }
        if let word = Self.one(letters) {
            self.word = word
            return
        }
        var rest = text.split { !($0.isLetter || $0.isNumber || $0 == "'" || $0 == "’") }.map(String.init)[...]
        while let first = rest.first {
            if VehicleWords.saysNothing(first) {
                rest = rest.dropFirst()
                continue
            }
            let count = stride(from: min(VehicleWords.wordsMax, rest.count), to: 0, by: -1).first {
                take(rest.prefix($0).joined(separator: " "))
            }
            if count == nil { isWhole = false }
            rest = rest.dropFirst(count ?? 1)
        }
        word = word ?? implied.part(Word.self)
    }

    /// Reads a phrase of a compound, and returns whether it is known.
    private mutating func take(_ phrase: String) -> Bool {
        if let new = Self.one(phrase) {
            if let old = word, old != new { isWhole = false }
            word = word ?? new
            return true
        }
        if let body = VehicleWords.looseBody(phrase) {
            implied.body = implied.body ?? body
            return true
        }
        let models = VehicleModel.typed(phrase)
        guard let model = models.first(where: { $0.make == (word as? Make) }) ?? models.first(where: { $0.beside != .make }) else {
            return false
        }
        implied = Vehicle(body: implied.body ?? model.body, make: implied.make ?? model.make)
        return true
    }

    /// Reads one word, with or without `DK` or `LT` before it.
    private static func one(_ text: String) -> Word? {
        if let word = Word(word: text) ?? Word(code: text) ?? Word(beginning: text) { return word }
        guard Word.self == Color.self else { return nil }
        for glued in ["drk", "lgt", "dk", "lt"] where text.lowercased().hasPrefix(glued) {
            let rest = String(text.dropFirst(glued.count))
            return Word(word: rest) ?? Word(code: rest)
        }
        return nil
    }
}

extension Vehicle {
    /// The part of the vehicle that belongs to this list.
    fileprivate func part<Word: VocabularyWord>(_ type: Word.Type) -> Word? { (color as? Word) ?? (body as? Word) ?? (make as? Word) }
}
