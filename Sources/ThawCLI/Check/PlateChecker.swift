import Client
import Wire

/// Asks about plates, as many in one request as the server allows, and keeps count of what was found.
struct PlateChecker {
    let client: ThawClient
    let isPublic: Bool
    /// Whether near misses are left out.
    let isExact: Bool

    private(set) var isAnyListed = false
    private(set) var isAnyUnknown = false
    private var isAnyAnswered = false

    /// Whether a plate was asked for, or words that are none were given.
    var isAnyAsked: Bool { isAnyAnswered || isAnyUnknown }

    init(client: ThawClient, isPublic: Bool, isExact: Bool) {
        self.client = client
        self.isPublic = isPublic
        self.isExact = isExact
    }

    /// What `check` ends with: 0 if any is listed; else 2 if any could not be checked, or none was asked for; else 1.
    var exit: ExitStatus {
        isAnyListed ? .done : isAnyUnknown || !isAnyAnswered ? .failed : .notListed
    }

    /// The answers to one question, in order.
    struct Answer {
        /// One array for each reading: of an unclear one first the likelier.
        var plates: [[CheckedPlate]] = []
        var asOf: String?
        var help: String?
        var contact: String?
        /// Why the rest was not answered.
        var failure: Failure?
    }

    /// Notes words that were no plate, so that the exit status tells of them.
    mutating func countUnread() { isAnyUnknown = true }

    mutating func check(_ readings: [PlateReading]) -> Answer {
        var answer = Answer()
        var waiting = readings[...]
        let withSimilar = !isExact && readings.reduce(0) { $0 + $1.plates.count } <= WireLimits.platesPerSimilarLookup
        let limit = withSimilar || isPublic ? WireLimits.platesPerPublicLookup : WireLimits.platesPerLookup
        while !waiting.isEmpty {
            let batch = Self.nextBatch(&waiting, limit: limit)
            let plates = batch.flatMap(\.plates)
            var checked: [CheckedPlate] = []
            if let failure = answer.failure {
                checked = plates.map { CheckedPlate($0, unanswered: failure) }
            } else {
                checked = ask(plates, withSimilar: withSimilar, &answer)
            }
            for reading in batch {
                answer.plates.append(Array(checked.prefix(reading.plates.count)))
                checked.removeFirst(reading.plates.count)
            }
        }
        for plate in answer.plates.joined() {
            if plate.outcome == .listed { isAnyListed = true }
            if plate.outcome == .notChecked { isAnyUnknown = true } else { isAnyAnswered = true }
        }
        return answer
    }

    private func ask(_ plates: [ReadPlate], withSimilar: Bool, _ answer: inout Answer) -> [CheckedPlate] {
        do throws(ClientError) {
            let response = try client.lookUp(LookupsRequest(plates: plates.map(\.query), similar: withSimilar))
            answer.asOf = response.asOf
            answer.help = response.help
            answer.contact = response.contact
            return zip(plates, response.results).map { CheckedPlate($0.plate, $1) }
        } catch {
            var failure = Failure(error)
            if error.kind == .unreachable, error.isTemporary {
                failure = Failure(
                    code: failure.code, sentence: failure.sentence, advice: "Nothing is known of what was asked. Try again.",
                    exit: failure.exit)
            }
            answer.failure = failure
            return plates.map { CheckedPlate($0, unanswered: failure) }
        }
    }

    private static func nextBatch(_ waiting: inout ArraySlice<PlateReading>, limit: Int) -> [PlateReading] {
        var count = 0
        let batch = waiting.prefix { reading in
            count += reading.plates.count
            return count <= limit
        }
        waiting = waiting.dropFirst(batch.count)
        return Array(batch)
    }
}

extension PlateReading {
    var plates: [ReadPlate] {
        switch self {
        case .plate(let plate): [plate]
        case .either(let issued, let whole): [issued, whole]
        }
    }
}
