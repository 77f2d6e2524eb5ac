/// The colour that a vehicle mostly is.
package enum Color: String, VocabularyWord {
    case black, white, silver, gray, blue, red, maroon, orange, yellow, gold, tan, brown, green, teal, purple, pink, multicolor

    package static let table = WordTable<Color>([
        .init(.black, "black", "blk"),
        .init(.white, "white", "wht", "whi", "off-white", "ivory", "pearl"),
        .init(.silver, "silver", "slv", "slvr"),
        .init(.gray, "gray", "grey", "gry", "charcoal", "gunmetal", "dark gray", "dark grey"),
        .init(.blue, "blue", "blu", "navy", "dark blue", "light blue"),
        .init(.red, "red"),
        .init(.maroon, "maroon", "burgundy", "wine", "dark red"),
        .init(.orange, "orange", "org"),
        .init(.yellow, "yellow", "yel"),
        .init(.gold, "gold", "gld", "champagne"),
        .init(.tan, "tan", "beige", "cream", "sand"),
        .init(.brown, "brown", "brn", "bronze"),
        .init(.green, "green", "grn", "dark green", "olive"),
        .init(.teal, "teal", "turquoise", "aqua"),
        .init(.purple, "purple", "violet"),
        .init(.pink, "pink"),
        .init(.multicolor, "multicolor", "multicolour", "multicolored", "two-tone"),
    ])
}
