import Client
import Plates
import Wire

/// Looks up plates, as many in one request as the server allows, and remembers the results for the exit status.
struct PlateChecker {
    let client: ThawClient
    let isPublic: Bool
    /// Whether near misses are left out.
    let isExact: Bool

    private(set) var isAnyListed = false
    private(set) var isAnyUnknown = false
    private var isAnyAnswered = false

    /// Whether anything was given to look up, plate or not.
    var isAnyAsked: Bool { isAnyAnswered || isAnyUnknown }

    init(client: ThawClient, isPublic: Bool, isExact: Bool) {
        self.client = client
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
            var checked: [CheckedPlate] = []
            if let failure = answer.failure {
                checked = batch.joined().map { CheckedPlate($0, unanswered: failure) }
            } else {
                checked = ask(batch, withSimilar: withSimilar, &answer)
            }
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

    private func ask(_ batch: [[Reading]], withSimilar: Bool, _ answer: inout Answer) -> [CheckedPlate] {
        let queries = batch.flatMap { readings in readings.map { $0.query(among: readings) } }
        do throws(ClientError) {
            let response = try client.lookUp(LookupsRequest(plates: queries, similar: withSimilar))
            answer.asOf = response.asOf
            answer.help = response.help
            answer.contact = response.contact
            return zip(batch.joined(), response.results).map { CheckedPlate($0, $1) }
        } catch {
            var failure = Failure(error)
            if error.kind == .unreachable, error.isTemporary {
                failure = Failure(
                    code: failure.code, sentence: failure.sentence, advice: "The plate's status is unknown. Try again.",
                    exit: failure.exit)
            }
            answer.failure = failure
            return batch.joined().map { CheckedPlate($0, unanswered: failure) }
        }
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
