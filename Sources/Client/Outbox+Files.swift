import Files
import FoundationEssentials
import Wire

extension Outbox {
    static let lockName = "lock"
    static let turnName = "sending.lock"
    private static let reasonsName = "waiting.json"
    private static let turnWaitSeconds = 10

    /// The open folders, while nobody else changes what is in them.
    struct Rooms {
        let state: PrivateFolder
        let outbox: PrivateFolder
        let sent: PrivateFolder
        let setAside: PrivateFolder
    }

    /// Runs `body` alone among all processes; never while a transfer is under way, so the wait is short.
    ///
    /// - Throws: `.loggedOut` where the account is gone or another: a report written then would outlive the logout that erased the others.
    func withRooms<Result>(_ body: (Rooms) throws(ClientError) -> Result) throws(ClientError) -> Result {
        try requireAccount()
        guard let state = try PrivateFolder.open(folders.state, making: true) else {
            throw ClientError(.filesFailed, subject: folders.state)
        }
        let lock = try state.lock(Self.lockName)
        defer { withExtendedLifetime(lock) {} }
        try requireAccount()
        let rooms = Rooms(
            state: state, outbox: try Self.room("outbox", in: state), sent: try Self.room("sent", in: state),
            setAside: try Self.room("set-aside", in: state))
        return try body(rooms)
    }

    private func requireAccount() throws(ClientError) {
        guard try Account.load(from: folders)?.token == account.token else { throw ClientError(.loggedOut) }
    }

    private static func room(_ name: String, in state: PrivateFolder) throws(ClientError) -> PrivateFolder {
        guard let room = try state.subfolder(name, making: true) else { throw ClientError(.filesFailed, subject: state.path + "/" + name) }
        return room
    }

    /// Keeps all other processes from sending, dropping and withdrawing until it goes out of scope.
    func takeTurnToSend() throws(ClientError) -> FileLock {
        try requireAccount()
        guard let state = try PrivateFolder.open(folders.state, making: true) else {
            throw ClientError(.filesFailed, subject: folders.state)
        }
        return try state.lock(Self.turnName, waitSeconds: Self.turnWaitSeconds, interruption: interruption)
    }

    /// Reads every waiting report, in order; what cannot be read is set aside.
    func load(_ rooms: Rooms) throws(ClientError) -> (entries: [OutboxEntry], setAside: [SetAside]) {
        var entries: [OutboxEntry] = []
        var damaged: [SetAside] = []
        let reasons = loadReasons(rooms)
        for text in try settleDrafts(in: rooms.outbox) {
            guard let name = SavedName(text), let saved = read(name, in: rooms.outbox), saved.report.id == name.id else {
                damaged.append(try setAside(text, rooms))
                continue
            }
            entries.append(
                OutboxEntry(
                    sequence: name.sequence, report: saved.report, server: saved.server, tokenID: saved.tokenID, wasTried: name.wasTried,
                    why: reasons[name.id]))
        }
        return (entries.sorted { $0.sequence < $1.sequence }, damaged)
    }

    func read(_ name: SavedName, in folder: PrivateFolder) -> SavedReport? {
        guard let bytes = try? folder.read(name.text, bytesMax: SavedReport.bytesMax) else { return nil }
        return SavedReport(fileBytes: bytes)
    }

    /// Turns whole drafts of a writer that was killed into reports, and returns all names but drafts that could not be.
    ///
    /// Nobody writes while this runs, so every draft is a leftover. A cut one keeps its name and is set aside like any damaged file.
    private func settleDrafts(in folder: PrivateFolder) throws(ClientError) -> [String] {
        var names: [String] = []
        for text in try folder.names() {
            guard let final = DraftName.finalName(of: text), SavedName(final) != nil,
                let bytes = try? folder.read(text, bytesMax: SavedReport.bytesMax), SavedReport(fileBytes: bytes) != nil
            else {
                names.append(text)
                continue
            }
            try folder.move(text, to: folder, as: final)
            try folder.sync()
            names.append(final)
        }
        return names
    }

    private func setAside(_ name: String, _ rooms: Rooms) throws(ClientError) -> SetAside {
        // The random part keeps two damaged files of one name apart.
        let newName = DraftName.random(for: name)
        try rooms.outbox.move(name, to: rooms.setAside, as: newName)
        try rooms.setAside.sync()
        rooms.setAside.folder.file(newName).setModifiedSeconds(hour(surroundings.now()))
        return Self.described(rooms.setAside.path + "/" + newName)
    }

    func setAside(_ rooms: Rooms) throws(ClientError) -> [SetAside] {
        try rooms.setAside.names().map { Self.described(rooms.setAside.path + "/" + $0) }
    }

    private static func described(_ path: String) -> SetAside {
        SetAside(path: path, sentence: ClientError(.fileMalformed, subject: path).sentence)
    }

    /// Erases what was kept for two days; a clock that was wrong in either direction does not keep it longer.
    ///
    /// A file in `sent` that cannot be read was answered all the same, and goes at once.
    func sweep(_ rooms: Rooms) throws(ClientError) {
        let now = surroundings.now()
        for text in try rooms.sent.names() {
            let answered = SavedName(text).flatMap { read($0, in: rooms.sent) }?.answeredAt.flatMap(WireTime.seconds)
            if answered.map({ abs(now - $0) > Int64(Self.sentHours) * 3_600 }) ?? true { try rooms.sent.erase(text) }
        }
        for text in try rooms.setAside.names() {
            let since = rooms.setAside.modifiedSeconds(text) ?? 0
            if abs(now - since) > Int64(Self.sentHours) * 3_600 { try rooms.setAside.erase(text) }
        }
    }

    func hour(_ seconds: Int64) -> Int64 { seconds - seconds % 3_600 }

    /// Why reports wait, by id: what the last attempt to send them ran into.
    private func loadReasons(_ rooms: Rooms) -> [String: WaitingReason] {
        guard let bytes = try? rooms.state.read(Self.reasonsName, bytesMax: Self.entriesMax * 1_024) else { return [:] }
        return (try? WireJSON.decodeAnswer([String: WaitingReason].self, from: Data(bytes))) ?? [:]
    }

    func save(reasons: [String: WaitingReason], _ rooms: Rooms) throws(ClientError) {
        if reasons.isEmpty {
            try rooms.state.erase(Self.reasonsName)
        } else {
            try rooms.state.write(Array(WireJSON.encode(reasons)), as: Self.reasonsName)
        }
    }
}
