import Plates
import Testing

/// Differences as rules.md words them, over plain strings.
private enum Reference {
    static let classes = ["0QD", "1L", "8B", "5S", "2Z", "6G", "UV", "MN", "CG"].map(Set.init)

    /// Every string one step from this one, with its best-ranked difference.
    static func similar(to text: String) -> [String: PlateDifference] {
        let characters = Array(text)
        var found: [String: PlateDifference] = [:]
        func note(_ changed: [Character], _ difference: PlateDifference) {
            guard changed != characters, (1...10).contains(changed.count) else { return }
            let changed = String(changed)
            found[changed] = min(found[changed] ?? difference, difference)
        }
        for place in characters.indices {
            var changed = characters
            changed.remove(at: place)
            note(changed, .deleted)
            if place > 0 {
                changed = characters
                changed.swapAt(place - 1, place)
                note(changed, .swapped)
            }
            for other in RandomPlates.folded {
                changed = characters
                changed[place] = other
                note(changed, classes.contains { $0.contains(other) && $0.contains(characters[place]) } ? .confusable : .substituted)
            }
        }
        for place in 0...characters.count {
            for other in RandomPlates.folded {
                var changed = characters
                changed.insert(other, at: place)
                note(changed, .inserted)
            }
        }
        return found
    }
}

@Suite struct SimilarTests {
    private static let alphabets = [RandomPlates.folded, Array("0QD8B"), Array("AB"), Array("UVMNCG6")]

    @Test func `similar keys are those of the reference, each once, the best rank first`() throws {
        var plates = RandomPlates()
        for _ in 0..<60 {
            let key = plates.key(of: plates.pick(Self.alphabets))
            var found: [String: PlateDifference] = [:]
            var last = PlateDifference.issuer
            key.forEachSimilar { similar, difference in
                #expect(similar.issuer == key.issuer)
                #expect(PlateKey(packed: similar.packed) == similar)
                let earlier = found.updateValue(difference, forKey: similar.characters)
                #expect(earlier == nil, "\(similar.characters) twice, seed \(plates.seed)")
                #expect(difference >= last)
                last = difference
            }
            #expect(found == Reference.similar(to: key.characters), "\(key.characters), seed \(plates.seed)")
        }
    }

    @Test func `the difference of two keys is the reference's, and symmetric`() throws {
        var plates = RandomPlates()
        let inverse: [PlateDifference: PlateDifference] = [.inserted: .deleted, .deleted: .inserted]
        for _ in 0..<20 {
            let alphabet = plates.pick(Self.alphabets)
            let key = plates.key(of: alphabet)
            let reference = Reference.similar(to: key.characters)
            key.forEachSimilar { similar, difference in
                #expect(similar.difference(from: key) == difference, "\(key.characters) \(similar.characters), seed \(plates.seed)")
                #expect(key.difference(from: similar) == inverse[difference] ?? difference, "seed \(plates.seed)")
            }
            for _ in 0..<20 {
                let other = plates.key(of: alphabet)
                let difference = other.charactersPacked == key.charactersPacked ? nil : reference[other.characters]
                let expected = difference ?? (other.charactersPacked == key.charactersPacked && other.issuer != key.issuer ? .issuer : nil)
                #expect(other.difference(from: key) == expected, "\(key.characters) \(other.characters), seed \(plates.seed)")
            }
        }
    }

    @Test(arguments: [
        ("XYZ987", "XYZ9B7", PlateDifference.confusable), ("ABC123", "ABC132", .swapped), ("ABC123", "ABX123", .substituted),
        ("ABC123", "ABC1233", .inserted), ("ABC123", "AB123", .deleted), ("UU", "UV", .confusable), ("00", "0Q", .confusable),
        ("MN", "NM", .swapped), ("CAT", "GAT", .confusable), ("6AT", "GAT", .confusable), ("6AT", "CAT", .substituted),
        ("0AT", "DAT", .confusable), ("1AT", "LAT", .confusable), ("A", "AB", .inserted), ("AB", "B", .deleted),
    ])
    func `a difference has its name`(from: String, to: String, difference: PlateDifference) throws {
        let (old, new) = (try #require(PlateKey(folded: from, issuer: .unknown)), try #require(PlateKey(folded: to, issuer: .unknown)))
        #expect(new.difference(from: old) == difference)
    }

    @Test func `about five hundred candidates stand around seven characters`() throws {
        var count = 0
        try Plate("ABC1234").key.forEachSimilar { _, _ in count += 1 }
        #expect(count == 509)
    }

    @Test func `a full plate has no longer neighbour, a single character no shorter one`() throws {
        try Plate("ABCDEFGHJK").key.forEachSimilar { #expect($1 != .inserted && $0.length <= 10) }
        try Plate("A").key.forEachSimilar { #expect($1 != .deleted && $0.length >= 1) }
    }

    @Test func `twins differ by their issuer alone`() throws {
        let (here, there) = (try Plate("MN ABC123").key, try Plate("WI ABC123").key)
        #expect(here.difference(from: there) == .issuer)
        #expect(here.difference(from: here) == nil)
        #expect(try Plate("WI ABC12B").key.difference(from: Plate("MN ABC128").key) == .confusable)
    }

    @Test func `the characters that were confused are told`() throws {
        let key = try Plate("XYZ987").key
        let confused = try #require(key.confusedCharacters(with: Plate("WI XYZ9B7").key))
        #expect(confused == ("8", "B"))
        #expect(try key.confusedCharacters(with: Plate("XYZ978").key) == nil)
        #expect(try key.confusedCharacters(with: Plate("XYZ9A7").key) == nil)
        #expect(key.confusedCharacters(with: key) == nil)
    }

    @Test func `similar plates rank by their difference, and then by the issuer that was asked for`() throws {
        let asked = try Plate("MN ABC128").key
        let (home, foreign) = (try Plate("MN ABC123").key, try Plate("WI ABC123").key)
        let ranks = [
            SimilarRank(.confusable, of: home, askedFor: asked), SimilarRank(.confusable, of: foreign, askedFor: asked),
            SimilarRank(.substituted, of: home, askedFor: asked), SimilarRank(.deleted, of: foreign, askedFor: asked),
        ]
        #expect(ranks.reversed().sorted() == ranks && Set(ranks).count == 4)
        let anywhere = try Plate("ABC128").key
        #expect(SimilarRank(.swapped, of: home, askedFor: anywhere) == SimilarRank(.swapped, of: foreign, askedFor: anywhere))
    }

    @Test func `differences have the names that cross the wire`() {
        #expect(PlateDifference.allCases.map(\.name) == ["issuer", "confusable", "swap", "substitution", "insertion", "deletion"])
        #expect(PlateDifference.allCases.sorted() == PlateDifference.allCases)
    }
}
