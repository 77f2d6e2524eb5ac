import ArgumentParser
import Client
import Plates
import Vocabulary
import Wire

/// Reads pages of listings, up to a limit, and prints them.
struct ListingPages {
    let output: Output
    let format: ListingFormat
    let limit: Int

    /// - Parameter page: Requests one page, given the number of listings and the cursor.
    func show(_ page: (Int, String?) throws(ClientError) -> ListingsPage) throws(Failure) -> ExitStatus {
        var whole: ListingsPage?
        var isMore = false
        repeat {
            let missing = limit - (whole?.listings.count ?? 0)
            let next = try translated { () throws(ClientError) in try page(min(missing, WireLimits.pageItemsMax), whole?.next) }
            if whole == nil { whole = next } else { whole?.listings += next.listings }
            whole?.next = next.next
            isMore = next.next != nil && !next.listings.isEmpty
        } while isMore && (whole?.listings.count ?? 0) < limit
        guard let whole else { return .done }
        output.json(whole)
        output.table(ListingFormat.listingTitles, whole.listings, format.row)
        if whole.listings.isEmpty { output.notice("No listing that you can see matches.") }
        if whole.more == true { output.notice("More plates fit these keys.") }
        if isMore { output.notice("There are more. To see them, use --limit.") }
        if output.format == .screen { output.lines(help: whole.help, contact: whole.contact) }
        return .done
    }

    static func check(limit: Int) throws {
        guard limit > 0 else { throw ValidationError("--limit must be at least 1.") }
    }
}

struct ListingsCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "listings",
        abstract: "Show the listings, most recently seen first.",
        discussion: """
            It shows the listings that your token may see: confirmed and suspected plates.

              thaw listings
              thaw listings --limit 500 --json
            """)

    @Option(name: .long, help: ArgumentHelp("Show at most this many.", valueName: "number"))
    var limit = WireLimits.pageItemsDefault

    @OptionGroup var output: OutputOptions

    func validate() throws { try ListingPages.check(limit: limit) }

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let client = try Registry(context, server: nil).client
        return try ListingPages(output: output, format: ListingFormat(time: context.shown), limit: limit).show {
            count, cursor throws(ClientError) in
            try client.listings(limit: count, cursor: cursor)
        }
    }
}

struct SearchCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Search the listings by part of a plate and a description.",
        discussion: """
            Give words in any order: part of a plate, a color, a body, a make, a sign, an area, a status. In a plate, "?" matches one \
            character and "*" any number of them. Quote such words, so that the shell does not change them. A word without "?" or "*" \
            matches anywhere in a plate. Unknown words of four or more letters are reported and ignored. --keys takes one telephone key \
            for each character of a whole plate, and finds at most three confirmed plates.

              thaw search '7?K*' black suv
              thaw search ABC ford convoy
              thaw search --area powderhorn --status confirmed
              thaw search --keys 222123
            """)

    @Argument(help: ArgumentHelp("Part of a plate, and a description of the vehicle.", valueName: "word"))
    var words: [String] = []

    @Option(name: .long, help: ArgumentHelp("5 to 10 telephone keys: 2 is A, B, C or 2.", valueName: "digits"))
    var keys: String?

    @Option(name: .long, help: "The vehicle's color.", completion: .list(Color.allCases.map(\.rawValue)))
    var color: String?

    @Option(name: .long, help: "The body type.", completion: .list(Body.allCases.map(\.rawValue)))
    var body: String?

    @Option(name: .long, help: "The vehicle's make.", completion: .list(Make.allCases.map(\.rawValue)))
    var make: String?

    @Option(name: .long, help: "A sign seen with the vehicle.", completion: .list(Sign.allCases.map(\.rawValue)))
    var sign: String?

    @Option(name: .long, help: "An area from `thaw areas`.")
    var area: String?

    @Option(
        name: .long, help: "Only plates with this status.", completion: .list([Status.suspected, .confirmed].map(\.rawValue)))
    var status: String?

    @Option(name: .long, help: ArgumentHelp("Show at most this many.", valueName: "number"))
    var limit = WireLimits.pageItemsDefault

    @OptionGroup var output: OutputOptions

    func validate() throws { try ListingPages.check(limit: limit) }

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let registry = try Registry(context, server: nil)
        let vocabulary = CachedVocabulary.load(from: registry.folders, server: registry.client.server)
        let setting = ReportSetting(vocabulary: vocabulary?.body, country: registry.country)
        var (search, unknown, hint) = try SearchWords(setting: setting).read(words)
        if let keys {
            guard KeypadDigits(keys) != nil else {
                throw .usage("“\(keys)” are not the keys of a plate.", advice: "Give 5 to 10 digits: one for each character.")
            }
            search.keys = keys
        }
        try SearchWords(setting: setting).set(&search, color: color, body: body, make: make, sign: sign, area: area, status: status)
        if let hint { output.notice(hint) }
        if !unknown.isEmpty {
            let sentence = "Unknown words: \(unknown.joined(separator: ", "))."
            let advice = "To search plates for one, add *: thaw search '\(unknown[0])*'"
            guard search != SearchRequest() else { throw .usage(sentence, advice: advice) }
            output.warning(sentence + " " + advice)
        }
        guard search != SearchRequest() else {
            throw .usage("No search words were given.", advice: "For example: thaw search '7?K*' black suv")
        }
        let client = registry.client
        return try ListingPages(output: output, format: ListingFormat(time: context.shown), limit: limit).show {
            count, cursor throws(ClientError) in
            var page = search
            page.limit = count
            page.cursor = cursor
            return try client.search(page)
        }
    }
}
