// Reads a transcript a line. Writes the characters of the plates that it may hold, the likeliest first, on one line.
while let transcript = readLine() {
    print(SpokenPlate.read(transcript, language: .english).map(\.plate.characters).joined(separator: " "))
}
