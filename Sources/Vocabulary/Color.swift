/// A vehicle's main color.
///
/// The codes come from the NCIC and from New York's registrations.
package enum Color: String, VocabularyWord {
    case black, white, silver, gray, blue, red, maroon, orange, yellow, gold, tan, brown, green, teal, purple, pink, multicolor

    package static let table = WordTable<Color>([
        .init(.black, "black", "blk", "negro", "negra", "noir", "noire", codes: "bk", "blac", "bla"),
        .init(
            .white, "white", "wht", "whi", "off-white", "ivory", "pearl", "blanco", "blanca", "blanc", "blanche", codes: "wh", "wt", "whte"),
        .init(
            .silver, "silver", "slv", "slvr", "plateado", "plateada", "argent", "argenté", "argentée", codes: "sil", "sl", "silv",
            "si"),
        .init(
            .gray, "gray", "grey", "gry", "charcoal", "gunmetal", "dark gray", "dark grey", "gris", "grise", codes: "gy", "gra", "gre",
            "dgy",
            "lgy"),
        .init(
            .blue, "blue", "blu", "navy", "dark blue", "light blue", "azul", "bleu", "bleue", codes: "bl", "bu", "dbl", "lbl", "nvy"),
        .init(.red, "red", "rojo", "roja", "rouge", codes: "rd"),
        .init(.maroon, "maroon", "burgundy", "wine", "dark red", "guinda", "bordeaux", codes: "mar", "mr", "mrn", "bur", "burg"),
        .init(.orange, "orange", "org", "naranja", "anaranjado", "anaranjada", codes: "ong", "or", "orn"),
        .init(.yellow, "yellow", "yel", "amarillo", "amarilla", "jaune", codes: "yw", "yl", "ylw"),
        .init(.gold, "gold", "gld", "champagne", "dorado", "dorada", "doré", "dorée", codes: "gl", "gd"),
        .init(.tan, "tan", "beige", "cream", "sand", "crema", codes: "tn", "bge", "bg", "crm", "be"),
        .init(
            .brown, "brown", "brn", "bronze", "marrón", "café", "brun", "brune", "copper", codes: "br", "bro", "bn", "brz", "cpr"),
        .init(
            .green, "green", "grn", "dark green", "olive", "verde", "vert", "verte", codes: "gr", "gn", "dgr", "lgr"),
        .init(.teal, "teal", "turquoise", "aqua", "turquesa", codes: "tea", "trq", "tl"),
        .init(.purple, "purple", "violet", "morado", "morada", "violette", "lavender", codes: "ple", "pr", "lav", "pur", "mve", "ame"),
        .init(.pink, "pink", "rosado", "rosada", "rosa", codes: "pnk", "pk"),
        .init(.multicolor, "multicolor", "multicolour", "multicolored", "two-tone", "camouflage", "camo", codes: "mul", "mult", "com"),
    ])
}
