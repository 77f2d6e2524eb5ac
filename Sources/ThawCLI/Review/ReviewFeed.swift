import Client
import Wire

/// Reads the queue for a review, page by page, and never gives a plate twice.
struct ReviewFeed {
    let client: ThawClient
    /// The filter of every page.
    let request: QueueRequest

    /// The rows still to review, the next one first.
    private var ahead: [ReviewBody] = []
    /// The cursor of the next page; `nil` for the first.
    private var cursor: String?
    /// The plates decided or skipped here, by name, and whether they left the queue.
    private var finished: [String: Bool] = [:]
    /// Plates that a colleague took out of the queue since the last page, by name.
    private var departed: Set<String> = []
    /// How many plates left the queue since the last page, whose count still includes them.
    private var finishedSincePage = 0
    private var waitingOfPage = 0
    /// The rows that the moderator has read today.
    private(set) var read: ReadBody?

    /// Few enough to be current when they are shown, and enough for some minutes without a connection.
    private static let rowsPerPage = 20
    /// The most pages a refill reads; nobody reviews a longer queue in a day.
    private static let pagesMax = 1_000

    init(client: ThawClient, request: QueueRequest) {
        self.client = client
        self.request = request
    }

    /// The number of waiting plates, including the current one, as far as is known here.
    var waiting: Int { max(ahead.count, waitingOfPage - finishedSincePage) }

    /// The next plate; `nil` if the queue is empty.
    mutating func next() throws(ClientError) -> ReviewBody? {
        ahead.removeAll { finished[$0.plate.name] != nil }
        if ahead.isEmpty { try refill() }
        return ahead.isEmpty ? nil : ahead.removeFirst()
    }

    /// Puts back a plate that was not decided.
    mutating func putBack(_ row: ReviewBody) {
        if finished[row.plate.name] == nil { ahead.insert(row, at: 0) }
    }

    /// Never shows this plate again.
    ///
    /// - Parameter leavesQueue: Whether the plate left the queue. A skipped plate stays for other moderators.
    mutating func finish(_ plate: PlateBody, leavesQueue: Bool) {
        let leavesQueue = leavesQueue && !departed.contains(plate.name)
        if finished.updateValue(leavesQueue, forKey: plate.name) != true, leavesQueue { finishedSincePage += 1 }
    }

    /// Records that a colleague decided on a plate, so that it left the queue.
    mutating func depart(_ plate: PlateBody) {
        if departed.insert(plate.name).inserted { finishedSincePage += 1 }
    }

    /// Reverses `finish`.
    mutating func reopen(_ plate: PlateBody) {
        if finished.removeValue(forKey: plate.name) == true { finishedSincePage -= 1 }
    }

    /// Reads pages until one has a new plate. At the end it starts over once, because new plates may have arrived.
    private mutating func refill() throws(ClientError) {
        var hasStartedOver = cursor == nil
        for _ in 0..<Self.pagesMax {
            let page: QueuePage
            do throws(ClientError) {
                page = try self.page()
            } catch {
                guard error.problem?.errorCode == .cursorInvalid, cursor != nil else { throw error }
                (cursor, hasStartedOver) = (nil, true)
                continue
            }
            cursor = page.next
            (waitingOfPage, finishedSincePage, departed, read) = (page.waiting, 0, [], page.read)
            ahead = page.rows.filter { finished[$0.plate.name] == nil }
            if !ahead.isEmpty { return }
            guard cursor == nil else { continue }
            guard !hasStartedOver else { return }
            hasStartedOver = true
        }
    }

    private func page() throws(ClientError) -> QueuePage {
        var request = request
        request.limit = Self.rowsPerPage
        request.cursor = cursor
        return try client.queue(request)
    }
}
