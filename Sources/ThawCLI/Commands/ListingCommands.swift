import ArgumentParser
import Client
import Plates
import Vocabulary
import Wire

/// Pages of listings, read one behind the other up to a limit.
struct ListingPages {
    let output: Output
    let show: Show
    let limit: Int

    /// - Parameter page: Asks for one page: how many listings, and from which cursor on.
    func say(_ page: (Int, String?) throws(ClientError) -> ListingsPage) throws(Failure) -> ExitStatus {
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
        output.table(Table(titles: Show.listingTitles, rows: whole.listings.map(show.row)))
        if whole.listings.isEmpty { output.notice("Nothing is listed that you may see and that fits.") }
        if isMore { output.notice("There are more: ask for them with --limit.") }
        if output.format == .screen { output.lines(help: whole.help, contact: whole.contact) }
        return .done
    }

    static func check(limit: Int) throws {
        guard limit > 0 else { throw ValidationError("--limit is a number from 1 on.") }
    }
}

struct ListingsCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "listings",
        abstract: "Show what is listed, the last seen first.",
        discussion: """
            It shows what your token may see: confirmed plates, and suspected ones.

              thaw listings
              thaw listings --limit 500 --json
            """)

    @Option(name: .long, help: ArgumentHelp("Show at most so many.", valueName: "number"))
    var limit = WireLimits.pageItemsDefault

    @OptionGroup var output: OutputOptions

    func validate() throws { try ListingPages.check(limit: limit) }

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let client = try Registry(context, server: nil).client
        return try ListingPages(output: output, show: Show(time: context.shown), limit: limit).say { count, cursor throws(ClientError) in
            try client.listings(limit: count, cursor: cursor)
        }
    }
}

struct SearchCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Search the listings by half a plate and a description.",
        discussion: """
            Words in any order: half a plate, a color, a body, a make, a sign, an area, a status. In a plate "?" is one character and "*" \
            any run; put quotes around it, so that the shell leaves it alone. A word without them is looked for anywhere in a plate, but \
            four letters or more that are not known are named and left out.

              thaw search '7?K*' black suv
              thaw search ABC ford convoy
              thaw search --area powderhorn --status confirmed
            """)

    @Argument(help: ArgumentHelp("Half a plate, and what the vehicle looks like.", valueName: "word"))
    var words: [String] = []

    @Option(name: .long, help: "The vehicle's color.", completion: .list(Color.allCases.map(\.rawValue)))
    var color: String?

    @Option(name: .long, help: "The kind of body.", completion: .list(Body.allCases.map(\.rawValue)))
    var body: String?

    @Option(name: .long, help: "Who made the vehicle.", completion: .list(Make.allCases.map(\.rawValue)))
    var make: String?

    @Option(name: .long, help: "Evidence that was seen.", completion: .list(Sign.allCases.map(\.rawValue)))
    var sign: String?

    @Option(name: .long, help: "One of `thaw areas`.")
    var area: String?

    @Option(name: .long, help: "confirmed or suspected.", completion: .list(Status.allCases.map(\.rawValue)))
    var status: String?

    @Option(name: .long, help: ArgumentHelp("Show at most so many.", valueName: "number"))
    var limit = WireLimits.pageItemsDefault

    @OptionGroup var output: OutputOptions

    func validate() throws { try ListingPages.check(limit: limit) }

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let registry = try Registry(context, server: nil)
        let vocabulary = CachedVocabulary.load(from: registry.folders, server: registry.client.server)
        let setting = ReportSetting(vocabulary: vocabulary?.body, country: registry.country)
        var (search, unknown) = try SearchWords(setting: setting).read(words)
        try SearchWords(setting: setting).set(&search, color: color, body: body, make: make, sign: sign, area: area, status: status)
        if !unknown.isEmpty {
            let sentence = "Not known: \(unknown.joined(separator: ", "))."
            let advice = "To look for it in plates, put * beside it: thaw search '\(unknown[0])*'"
            guard search != SearchRequest() else { throw .usage(sentence, advice: advice) }
            output.warning(sentence + " " + advice)
        }
        guard search != SearchRequest() else {
            throw .usage("Say what to search for.", advice: "As in: thaw search '7?K*' black suv")
        }
        let client = registry.client
        return try ListingPages(output: output, show: Show(time: context.shown), limit: limit).say { count, cursor throws(ClientError) in
            var page = search
            page.limit = count
            page.cursor = cursor
            return try client.search(page)
        }
    }
}
