import Client
import Plates
import Wire

/// Looks up plates, as many in one request as the server allows, and remembers the results for the exit status.
///
/// If the server does not answer, the list on this machine does.
struct PlateChecker {
    /// `nil` if the server must not be asked.
    let client: ThawClient?
    /// `nil` without a login.
    let list: KeptList?
    let isPublic: Bool
    /// Whether near misses are left out.
    let isExact: Bool

    private(set) var isAnyListed = false
    private(set) var isAnyUnknown = false
    private var isAnyAnswered = false
    /// Whether the server answered the last question.
    private var hasReachedServer = false
    private var hasFailedToRefresh = false

    /// Whether anything was given to look up, plate or not.
    var isAnyAsked: Bool { isAnyAnswered || isAnyUnknown }

    init(client: ThawClient?, list: KeptList?, isPublic: Bool, isExact: Bool) {
        self.client = client
        self.list = list
        self.isPublic = isPublic
        self.isExact = isExact
    }

    /// The exit status: 0 if any plate is listed; otherwise 2 if any could not be checked or none was given; otherwise 1.
    var exit: ExitStatus {
        isAnyListed ? .done : isAnyUnknown || !isAnyAnswered ? .failed : .notListed
    }

    /// The answers to one question, in order.
    struct Answer {
        /// For each plate, the results of its readings, the likeliest first.
        var plates: [[CheckedPlate]] = []
        var asOf: String?
        var help: String?
        var contact: String?
        /// The error that stopped the look-up.
        var failure: Failure?
        /// Why the list on this machine could not answer instead, if there is one.
        var listFailure: Failure?
        /// Whether the list may answer instead of the server.
        fileprivate var asksList = false

        /// ``failure``, as a person must hear it.
        var complaint: Failure? {
            guard let failure, plates.joined().allSatisfy({ $0.outcome == .listed && $0.list != nil }) else { return failure }
            return failure.advising("The list on this machine answered.")
        }
    }

    /// Records a text that is not a plate, for the exit status.
    mutating func countUnread() { isAnyUnknown = true }

    mutating func check(_ asked: [[Reading]]) -> Answer {
        var answer = Answer()
        var waiting = asked[...]
        let withSimilar = !isExact && asked.reduce(0) { $0 + $1.count } <= WireLimits.platesPerSimilarLookup
        let limit = withSimilar || isPublic ? WireLimits.platesPerPublicLookup : WireLimits.platesPerLookup
        while !waiting.isEmpty {
            let batch = Self.nextBatch(&waiting, limit: limit)
            let isStopped = answer.failure != nil
            var checked = isStopped ? askList(batch, withSimilar: withSimilar, &answer) : ask(batch, withSimilar: withSimilar, &answer)
            for readings in batch {
                answer.plates.append(Array(checked.prefix(readings.count)))
                checked.removeFirst(readings.count)
            }
        }
        for plate in answer.plates.joined() {
            if plate.outcome == .listed { isAnyListed = true }
            if plate.outcome == .notChecked { isAnyUnknown = true } else { isAnyAnswered = true }
        }
        return answer
    }

    private mutating func ask(_ batch: [[Reading]], withSimilar: Bool, _ answer: inout Answer) -> [CheckedPlate] {
        guard let client else { return askList(batch, withSimilar: withSimilar, &answer) }
        let queries = batch.flatMap { readings in readings.map { $0.query(among: readings) } }
        do throws(ClientError) {
            let response = try client.lookUp(LookupsRequest(plates: queries, similar: withSimilar))
            hasReachedServer = true
            answer.asOf = response.asOf
            answer.help = response.help
            answer.contact = response.contact
            return zip(batch.joined(), response.results).map { CheckedPlate($0, $1) }
        } catch {
            var failure = Failure(error)
            if error.kind == .unreachable, error.isTemporary {
                failure = failure.advising("The plate's status is unknown. Try again.")
            }
            hasReachedServer = false
            answer.failure = failure
            answer.asksList = error.leavesItToTheList
            return askList(batch, withSimilar: withSimilar, &answer)
        }
    }

    /// The results from the list on this machine; if it cannot answer, none.
    private func askList(_ batch: [[Reading]], withSimilar: Bool, _ answer: inout Answer) -> [CheckedPlate] {
        let isPrivate = client == nil
        let unanswered = { (failure: Failure) in batch.joined().map { CheckedPlate($0, unanswered: failure) } }
        guard let list, isPrivate || answer.asksList else { return unanswered(answer.failure ?? Failure(.clientNoLogin)) }
        do throws(ClientError) {
            let open = try list.open()
            let source = ListAnswer(list: open, isExact: !withSimilar, failure: isPrivate ? nil : answer.failure)
            var checked: [CheckedPlate] = []
            for reading in batch.joined() { checked.append(try source.plate(reading)) }
            (answer.help, answer.contact) = (answer.help ?? open.help, answer.contact ?? open.contact)
            return checked
        } catch {
            let listFailure = Failure(error)
            if isPrivate {
                answer.failure = listFailure
            } else if error.reason != .listMissing {
                answer.listFailure = listFailure
            }
            return unanswered(answer.failure ?? listFailure)
        }
    }

    /// Fetches the list again if this machine keeps one, it is due and the server answered. Prints only notices that a person must see.
    mutating func refreshList(_ output: Output) {
        guard hasReachedServer, !hasFailedToRefresh, let client, let list, list.isDue else { return }
        if let error = list.refreshInPassing(through: client) { output.complaint(Failure(error)) }
        hasFailedToRefresh = list.isDue
    }

    private static func nextBatch(_ waiting: inout ArraySlice<[Reading]>, limit: Int) -> [[Reading]] {
        var count = 0
        let batch = waiting.prefix { readings in
            count += readings.count
            return count <= limit
        }
        waiting = waiting.dropFirst(batch.count)
        return Array(batch)
    }
}
