import ArgumentParser

struct CheckCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Look plates up: listed, not listed, or could not be checked.",
        discussion: """
            Without a plate it asks for one after the other until you type "done" or press Enter twice, and nothing that you type is \
            kept. With "-" it reads plates from standard input, one a line.

              thaw check
              thaw check MN ABC-123
              thaw check ABC123 XYZ987
              thaw check alpha bravo charlie one two three
              thaw check - < plates.txt

            An issuer belongs to the plate that follows it; words of up to three characters are parts of one plate (ABC 123); commas and \
            quotes keep plates apart. A plate without an issuer is looked for under every issuer. What can be read in \
            more than one way (MN-ABC123, AL 12345) is looked up in each, and each has a line of its own.

            Only the exact plate is a match. "Similar, not a match" is one step away: a character that is easily confused, two that are \
            swapped, one more, one less or one different, or another issuer. "Not listed" does not mean safe. UNCHECKED means that the \
            status is unknown: no connection, or words that are no plate. For half a plate: thaw search.

            Exit status: 0 if any plate is listed; else 2 if any could not be checked, or none was asked for; else 1.
            """)

    @Argument(help: ArgumentHelp("Plates, with or without their issuers; - reads them from standard input.", valueName: "plate"))
    var plates: [String] = []

    @Flag(name: .long, help: "Leave near misses out.")
    var exact = false

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        try PlateLookup(plates: plates, isExact: exact, server: server.server).run(context, output)
    }
}
