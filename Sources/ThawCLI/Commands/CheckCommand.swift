import ArgumentParser

struct CheckCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Look up plates: listed, not listed, or could not check.",
        discussion: """
            Without a plate, it asks for one plate after another until you type "done" or press Enter twice. It saves nothing that you \
            type. With "-" it reads plates from standard input, one per line.

              thaw check
              thaw check MN ABC-123
              thaw check ABC123 XYZ987
              thaw check alpha bravo charlie one two three
              thaw check - < plates.txt
              thaw check --private MN ABC-123

            An issuer applies to the plate after it. Short words of up to three characters join into one plate (ABC 123). Commas and \
            quotes separate plates. A plate without an issuer is looked up under every issuer. If a text can mean several plates \
            (MN-ABC123, AL 12345), each of them is looked up and gets its own line.

            Only the exact plate is a match. "Similar, not a match" differs in one step: one easily confused character, two swapped \
            characters, one extra, missing or different character, or another issuer. "Not listed" does not mean safe. UNCHECKED means \
            that the status is unknown, because there was no connection or the text is not a plate. For part of a plate, use thaw search.

            If the server does not answer, thaw uses the list that "thaw sync" fetched: LISTED (list of 15:41) means that the plate was \
            confirmed at 15:41. A plate that is not on the list is UNCHECKED, never "not listed": it may be suspected, or confirmed since. \
            With --private, thaw uses only the list and never contacts the server. In the JSON, "list" is the time of the list that was \
            used, and "list_whole" says whether every confirmed plate is on it.

            Exit status: 0 if any plate is listed; otherwise 2 if any plate could not be checked or none was given; otherwise 1.
            """)

    @Argument(help: ArgumentHelp("Plates, with or without their issuers; - reads them from standard input.", valueName: "plate"))
    var plates: [String] = []

    @Flag(name: .long, help: "Leave out similar plates.")
    var exact = false

    @Flag(name: .customLong("private"), help: "Use only the list on this machine, never the server.")
    var isPrivate = false

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if isPrivate, server.server != nil { throw ValidationError("Give --private or --server, not both.") }
    }

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        try PlateLookup(plates: plates, isExact: exact, isPrivate: isPrivate, server: server.server).run(context, output)
    }
}
