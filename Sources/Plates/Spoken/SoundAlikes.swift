extension SpokenPlate {
    /// A plate that differs from another by one character whose name sounds like it over a telephone.
    package struct SoundAlike: Hashable, Sendable {
        package let plate: Plate
        /// The index of the character that differs.
        package let index: Int
    }

    /// The plates one sound-alike away from a plate: first those that a telephone makes most alike, then in the order of the indices.
    ///
    /// - Parameter indices: the indices of the characters that may have been misheard.
    package static func soundAlikes(of plate: Plate, at indices: [Int], language: SpokenLanguage) -> [SoundAlike] {
        let lexicon = SpokenLexicon.of(language)
        let characters = Array(plate.characters.utf8)
        var found: [SoundAlike] = []
        for groups in [lexicon.soundPairs, lexicon.soundGroups] {
            for index in indices {
                for other in groups.filter({ $0.utf8.contains(characters[index]) }).flatMap(\.utf8) {
                    var changed = characters
                    changed[index] = other
                    guard let alike = try? Plate(characters: String(decoding: changed, as: UTF8.self), issuer: plate.issuer),
                        alike.key != plate.key, !found.contains(where: { $0.plate.key == alike.key })
                    else { continue }
                    found.append(SoundAlike(plate: alike, index: index))
                }
            }
        }
        return found
    }
}

extension SpokenReading {
    /// The most sound-alikes of a reading: those of six letters that rhyme. They fit into one request of look-ups.
    package static let soundAlikesMax = 60

    /// The plates one sound-alike away, the likeliest first. Ask the speaker only if one of them is listed.
    ///
    /// Empty if every letter was said with a code word. Else bare letters, guesses and, after them, digits may have been misheard.
    package func soundAlikes(language: SpokenLanguage) -> [SpokenPlate.SoundAlike] {
        let misheard = Set(bareIndices + unsureIndices)
        guard !misheard.isEmpty else { return [] }
        let figures = plate.characters.utf8.enumerated().filter { $0.element <= UInt8(ascii: "9") }.map(\.offset)
        let indices = misheard.sorted() + figures.filter { !misheard.contains($0) }
        return Array(SpokenPlate.soundAlikes(of: plate, at: indices, language: language).prefix(Self.soundAlikesMax))
    }
}
