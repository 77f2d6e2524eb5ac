// Reads a transcript a line, in the language that is the argument. Writes the characters of the plates that it may hold, the likeliest
// first, on one line.
guard CommandLine.arguments.count == 2, let language = SpokenLanguage(rawValue: CommandLine.arguments[1]) else {
    fatalError("The argument must be a language: en, es or fr.")
}
while let transcript = readLine() {
    print(SpokenPlate.read(transcript, language: language).map(\.plate.characters).joined(separator: " "))
}
