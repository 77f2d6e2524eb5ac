/// The words that every language's callers may spell with: the alphabet of NATO and ICAO.
enum InternationalWords {
    /// Phrases of each letter from A on. On a telephone, Foxtrot sounds like "box trot", so recognizers write that.
    static let letters = [
        "alpha,alfa", "bravo", "charlie", "delta", "echo", "foxtrot,fox trot,box trot,boxtrot", "golf", "hotel", "india",
        "juliet,juliett,juliette", "kilo", "lima", "mike",
        "november", "oscar", "papa", "quebec", "romeo", "sierra", "tango", "uniform", "victor", "whiskey,whisky", "xray,x ray", "yankee",
        "zulu",
    ]
}
