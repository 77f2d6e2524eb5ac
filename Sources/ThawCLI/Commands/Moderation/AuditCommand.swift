import ArgumentParser
import Client
import Vocabulary
import Wire

extension AuditAction: ExpressibleByArgument {}

struct AuditCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Show what moderators, admins and the operator did, and verify the audit log.",
        discussion: """
            Each entry has the short ID of the token that acted, the action, a count and the day. The newest entries come first. No entry \
            names a plate. With --plate you can ask what was done to a plate, as long as the registry stores the plate.

              thaw mod audit --limit 20
              thaw mod audit --action purge --by 7GQK
              thaw mod audit --plate -

            Each entry's hash covers the entry before it. --verify recomputes all hashes and checks the signatures. Save the head now and \
            then, somewhere that the server cannot reach. A later --verify with that head proves that nobody rewrote the entries before it.

              thaw mod audit --verify
              thaw mod audit --verify --save-head head-november.json
              thaw mod audit --verify --head head-october.json

            After 90 days, entries are folded into a signed checkpoint. With --verify, the exit status is 2 if the verification fails.
            """)

    @Option(name: .long, help: ArgumentHelp("Show at most this many (default: 50).", valueName: "number"))
    var limit: Int?

    @Option(name: .long, help: "Show only this action.")
    var action: AuditAction?

    @Option(
        name: .long, help: ArgumentHelp("Show only actions of this token, by its short ID; \"shell\" means the operator.", valueName: "id"))
    var by: String?

    @Option(name: .long, help: "Show only actions on this plate; - asks for it or reads standard input.")
    var plate: String?

    @Flag(name: .long, help: "Read the whole chain, and check every hash and signature.")
    var verify = false

    @Option(
        name: .long, help: ArgumentHelp("With --verify: require that the chain contains this saved head.", valueName: "file"),
        completion: .file(extensions: ["json"]))
    var head: String?

    @Option(
        name: .long, help: ArgumentHelp("Save the signed head to this new file.", valueName: "file"),
        completion: .file(extensions: ["json"]))
    var saveHead: String?

    @OptionGroup var output: OutputOptions

    private static let limitUsual = 50

    func validate() throws {
        if let limit { try ListingPages.check(limit: limit) }
        if head != nil, !verify { throw ValidationError("--head requires --verify.") }
        if verify, limit != nil || action != nil || by != nil || plate != nil {
            throw ValidationError("--verify reads the whole chain: remove --limit, --action, --by and --plate.")
        }
        if let by, AuditActor(name: by) == nil { throw ValidationError("--by must be a token's short ID (four characters) or \"shell\".") }
    }

    func run(_ context: CommandContext, _ output: Output) throws(Failure) -> ExitStatus {
        let moderation = try ModerationContext(context, output)
        return verify ? try verify(moderation) : try list(moderation)
    }

    private func verify(_ moderation: ModerationContext) throws(Failure) -> ExitStatus {
        var saved: SignedHeadBody?
        if let head { saved = try SavedHead.read(head) }
        let verified = try AuditVerification(client: moderation.client, saved: saved).run()
        if let saveHead { try SavedHead.write(verified.head, to: saveHead) }
        moderation.output.json(verified)
        moderation.output.row([
            Cell("verified", field: 12, style: .good), Cell(entries(verified.entries), plain: String(verified.entries)),
            Cell("up to entry \(verified.head.sequence)", plain: String(verified.head.sequence)),
            Cell(verified.checkpoint.sequence > 0 ? "after the checkpoint at entry \(verified.checkpoint.sequence)" : "", plain: ""),
        ])
        if let saved {
            moderation.output.notice("The chain contains the saved head of entry \(saved.sequence): nobody rewrote the entries up to it.")
        }
        moderation.output.notice("Signed with the key \(verified.head.publicKey)")
        return .done
    }

    private func list(_ moderation: ModerationContext) throws(Failure) -> ExitStatus {
        var request = AuditRequest(action: action?.rawValue, by: by.flatMap(AuditActor.init(name:))?.name)
        if let plate {
            let plates = try moderation.plates([plate])
            guard let one = plates.first, plates.count == 1 else { throw .usage("Give one plate at a time.") }
            request.plate = one.textAsNamed
        }
        let limit = limit ?? Self.limitUsual
        var whole: AuditPage?
        repeat {
            request.limit = min(limit - (whole?.entries.count ?? 0), WireLimits.pageItemsMax)
            request.before = whole?.entries.last?.sequence
            let page = try translated { () throws(ClientError) in try moderation.client.audit(request) }
            if whole == nil { whole = page } else { whole?.entries += page.entries }
            whole?.more = page.more && !page.entries.isEmpty
        } while whole?.more == true && (whole?.entries.count ?? 0) < limit
        guard let whole else { return .done }
        if let saveHead {
            guard whole.head.isSigned else {
                throw Failure(.clientAuditSignature, "The head's signature is wrong. The head was not saved.")
            }
            try SavedHead.write(whole.head, to: saveHead)
        }
        show(whole, moderation)
        return .done
    }

    private func show(_ page: AuditPage, _ moderation: ModerationContext) {
        let output = moderation.output
        output.json(page)
        output.table(["entry", "day", "by", "action", "count", "plate's name"], page.entries) { entry in
            [
                Cell(String(entry.sequence)), Cell(moderation.context.shown.day(entry.day), plain: entry.day), Cell(entry.by),
                Cell(entry.action), Cell(String(entry.count)),
                Cell(entry.plateName.map { String($0.prefix(Self.nameCharacters)) } ?? "", plain: entry.plateName ?? ""),
            ]
        }
        if page.entries.isEmpty { output.notice("No entry matches.") }
        if page.more { output.notice("There are more. To see them, use --limit.") }
    }

    /// Enough characters to see whether two entries are about the same plate.
    private static let nameCharacters = 8

    private func entries(_ number: Int) -> String { number == 1 ? "1 entry" : "\(number) entries" }
}
