import ArgumentParser
import Client
import Vocabulary
import Wire

extension AuditAction: ExpressibleByArgument {}

struct AuditCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Show what moderators, admins and the operator did, and prove that nothing of it was changed.",
        discussion: """
            It shows who (a token's short id), what, how many and the day, the newest first. No entry names a plate: what was done to one \
            plate can be asked for as long as the plate is kept.

              thaw mod audit --limit 20
              thaw mod audit --action purge --by 7GQK
              thaw mod audit --plate -

            Each entry's hash covers the one before it. --verify recomputes all of them and checks the signatures. Save the head now and then, \
            somewhere that the server cannot reach; a later --verify with it proves that nothing before it was rewritten.

              thaw mod audit --verify
              thaw mod audit --verify --save-head head-november.json
              thaw mod audit --verify --head head-october.json

            Entries past 90 days are folded into a signed checkpoint. Exit status: 0, or with --verify 2 where something does not hold.
            """)

    @Option(name: .long, help: ArgumentHelp("Show at most so many; 50, where you say nothing.", valueName: "number"))
    var limit: Int?

    @Option(name: .long, help: "Only what was done so.")
    var action: AuditAction?

    @Option(name: .long, help: ArgumentHelp("Only what this token did, by its short id; shell is the operator.", valueName: "id"))
    var by: String?

    @Option(name: .long, help: "Only what was done to this plate; - asks for it, or reads standard input.")
    var plate: String?

    @Flag(name: .long, help: "Read the whole chain, and check every link and signature.")
    var verify = false

    @Option(
        name: .long, help: ArgumentHelp("With --verify: the chain must pass through this saved head.", valueName: "file"),
        completion: .file(extensions: ["json"]))
    var head: String?

    @Option(
        name: .long, help: ArgumentHelp("Keep the signed head in this new file.", valueName: "file"),
        completion: .file(extensions: ["json"]))
    var saveHead: String?

    @OptionGroup var output: OutputOptions

    private static let limitUsual = 50

    func validate() throws {
        if let limit { try ListingPages.check(limit: limit) }
        if head != nil, !verify { throw ValidationError("--head belongs to --verify.") }
        if verify, limit != nil || action != nil || by != nil || plate != nil {
            throw ValidationError("--verify reads the whole chain: leave --limit, --action, --by and --plate out.")
        }
        if let by, AuditActor(name: by) == nil { throw ValidationError("--by is a token's short id of four characters, or shell.") }
    }

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let desk = try ModerationDesk(context, output)
        return verify ? try verify(desk) : try list(desk)
    }

    private func verify(_ desk: ModerationDesk) throws(Failure) -> ExitStatus {
        var saved: SignedHeadBody?
        if let head { saved = try SavedHead.read(head) }
        let verified = try AuditVerification(client: desk.client, saved: saved).run()
        if let saveHead { try SavedHead.write(verified.head, to: saveHead) }
        desk.output.json(verified)
        desk.output.row([
            Cell("verified", field: 12, ink: .good), Cell(entries(verified.entries), plain: String(verified.entries)),
            Cell("up to entry \(verified.head.sequence)", plain: String(verified.head.sequence)),
            Cell(verified.checkpoint.sequence > 0 ? "behind the checkpoint at entry \(verified.checkpoint.sequence)" : "", plain: ""),
        ])
        if let saved {
            desk.output.notice("It passes through the saved head, of entry \(saved.sequence): nothing up to there was rewritten.")
        }
        desk.output.notice("Signed with the key \(verified.head.publicKey)")
        return .done
    }

    private func list(_ desk: ModerationDesk) throws(Failure) -> ExitStatus {
        var request = AuditRequest(action: action?.rawValue, by: by.flatMap(AuditActor.init(name:))?.name)
        if let plate {
            let plates = try desk.plates([plate])
            guard let one = plates.first, plates.count == 1 else { throw .usage("Ask for one plate at a time.") }
            request.plate = one.textAsNamed
        }
        let limit = limit ?? Self.limitUsual
        var whole: AuditPage?
        repeat {
            request.limit = min(limit - (whole?.entries.count ?? 0), WireLimits.pageItemsMax)
            request.before = whole?.entries.last?.sequence
            let page = try translated { () throws(ClientError) in try desk.client.audit(request) }
            if whole == nil { whole = page } else { whole?.entries += page.entries }
            whole?.more = page.more && !page.entries.isEmpty
        } while whole?.more == true && (whole?.entries.count ?? 0) < limit
        guard let whole else { return .done }
        if let saveHead {
            guard whole.head.isSigned else {
                throw Failure(.clientAuditSignature, "The signature of the head is wrong, and it was not saved.")
            }
            try SavedHead.write(whole.head, to: saveHead)
        }
        say(whole, desk)
        return .done
    }

    private func say(_ page: AuditPage, _ desk: ModerationDesk) {
        let output = desk.output
        output.json(page)
        output.table(
            Table(
                titles: ["entry", "day", "by", "action", "count", "plate's name"],
                rows: page.entries.map { entry in
                    [
                        Cell(String(entry.sequence)), Cell(desk.context.shown.day(entry.day), plain: entry.day), Cell(entry.by),
                        Cell(entry.action), Cell(String(entry.count)),
                        Cell(entry.plateName.map { String($0.prefix(Self.nameCharacters)) } ?? "", plain: entry.plateName ?? ""),
                    ]
                }))
        if page.entries.isEmpty { output.notice("No entry fits.") }
        if page.more { output.notice("There are more: ask for them with --limit.") }
    }

    /// Enough to see whether two entries are on one plate.
    private static let nameCharacters = 8

    private func entries(_ number: Int) -> String { number == 1 ? "1 entry" : "\(number) entries" }
}
