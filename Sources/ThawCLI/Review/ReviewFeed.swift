import Client
import Wire

/// The queue as a review goes through it: page after page, and no plate twice.
struct ReviewFeed {
    let client: ThawClient
    /// The filter of every page.
    let request: QueueRequest

    /// What lies ahead, the next first.
    private var ahead: [ReviewBody] = []
    /// Of the next page; `nil` for the first.
    private var cursor: String?
    /// What was decided or skipped here, by name, and whether it waits no longer.
    private var finished: [String: Bool] = [:]
    /// Plates that a colleague took out of the queue since the last page, by name.
    private var departed: Set<String> = []
    /// How many wait no longer since the last page, which still counted them.
    private var finishedSincePage = 0
    private var waitingOfPage = 0
    /// Rows that the moderator has read today.
    private(set) var read: ReadBody?

    /// Few enough to be fresh when they are shown, and enough for some minutes without a connection.
    private static let rowsPerPage = 20
    /// A queue that is longer is not gone through in one day.
    private static let pagesMax = 1_000

    init(client: ThawClient, request: QueueRequest) {
        self.client = client
        self.request = request
    }

    /// How many wait, the one that was given last included, as far as is known here.
    var waiting: Int { max(ahead.count, waitingOfPage - finishedSincePage) }

    /// The next plate; `nil` where nothing waits any more.
    mutating func next() throws(ClientError) -> ReviewBody? {
        ahead.removeAll { finished[$0.plate.name] != nil }
        if ahead.isEmpty { try refill() }
        return ahead.isEmpty ? nil : ahead.removeFirst()
    }

    /// Puts a plate back that was not decided.
    mutating func putBack(_ row: ReviewBody) {
        if finished[row.plate.name] == nil { ahead.insert(row, at: 0) }
    }

    /// Never shows this plate again.
    ///
    /// - Parameter leaves: Whether it waits no longer: a skipped plate does, for the colleagues.
    mutating func finish(_ plate: PlateBody, leaves: Bool) {
        let leaves = leaves && !departed.contains(plate.name)
        if finished.updateValue(leaves, forKey: plate.name) != true, leaves { finishedSincePage += 1 }
    }

    /// Notes that a colleague has decided on a plate, so that it waits no longer.
    mutating func depart(_ plate: PlateBody) {
        if departed.insert(plate.name).inserted { finishedSincePage += 1 }
    }

    /// Takes that back.
    mutating func reopen(_ plate: PlateBody) {
        if finished.removeValue(forKey: plate.name) == true { finishedSincePage -= 1 }
    }

    /// Reads on until there is something new, and once again from the front, where new plates may have come in.
    private mutating func refill() throws(ClientError) {
        var hasBegunAnew = cursor == nil
        for _ in 0..<Self.pagesMax {
            let page: QueuePage
            do throws(ClientError) {
                page = try self.page()
            } catch {
                guard error.problem?.errorCode == .cursorInvalid, cursor != nil else { throw error }
                (cursor, hasBegunAnew) = (nil, true)
                continue
            }
            cursor = page.next
            (waitingOfPage, finishedSincePage, departed, read) = (page.waiting, 0, [], page.read)
            ahead = page.rows.filter { finished[$0.plate.name] == nil }
            if !ahead.isEmpty { return }
            guard cursor == nil else { continue }
            guard !hasBegunAnew else { return }
            hasBegunAnew = true
        }
    }

    private func page() throws(ClientError) -> QueuePage {
        var request = request
        request.limit = Self.rowsPerPage
        request.cursor = cursor
        return try client.queue(request)
    }
}
