import Files
import FoundationEssentials
import Wire

extension Outbox {
    static let lockName = "lock"
    static let sendingLockName = "sending.lock"
    private static let reasonsName = "waiting.json"
    private static let sendingLockWaitSeconds = 10

    /// The outbox's open folders, while this process holds the lock.
    struct OpenFolders {
        let state: PrivateFolder
        let outbox: PrivateFolder
        let sent: PrivateFolder
        let setAside: PrivateFolder
    }

    /// Runs `body` while no other process changes the folders.
    func withLock<Result>(_ body: (OpenFolders) throws(ClientError) -> Result) throws(ClientError) -> Result {
        try folders.withLock(Self.lockName, for: account) { state throws(ClientError) in
            let folders = OpenFolders(
                state: state, outbox: try Self.folder("outbox", in: state), sent: try Self.folder("sent", in: state),
                setAside: try Self.folder("set-aside", in: state))
            return try body(folders)
        }
    }

    private static func folder(_ name: String, in state: PrivateFolder) throws(ClientError) -> PrivateFolder {
        guard let folder = try state.subfolder(name, making: true) else {
            throw ClientError(.filesFailed, subject: state.path + "/" + name)
        }
        return folder
    }

    /// Takes the lock of the process that may send, drop and withdraw. It is held until the value goes out of scope.
    func lockForSending() throws(ClientError) -> FileLock {
        try folders.require(account)
        let state = try PrivateFolder.make(folders.state)
        return try state.lock(Self.sendingLockName, waitSeconds: Self.sendingLockWaitSeconds, interruption: interruption)
    }

    /// Reads every waiting report, in order, and moves damaged files to another folder.
    func load(_ folders: OpenFolders) throws(ClientError) -> (entries: [OutboxEntry], setAside: [DamagedFile]) {
        var entries: [OutboxEntry] = []
        var damaged: [DamagedFile] = []
        let reasons = loadReasons(folders)
        for text in try finishDrafts(in: folders.outbox) {
            guard let name = SavedName(text), let saved = read(name, in: folders.outbox), saved.report.id == name.id else {
                damaged.append(try setAside(text, folders))
                continue
            }
            entries.append(
                OutboxEntry(
                    sequence: name.sequence, report: saved.report, server: saved.server, tokenID: saved.tokenID, wasTried: name.wasTried,
                    why: reasons[name.id]))
        }
        return (entries.sorted { $0.sequence < $1.sequence }, damaged)
    }

    /// The saved report; `nil` if it cannot be read for any reason: the caller treats it as damaged.
    func read(_ name: SavedName, in folder: PrivateFolder) -> SavedReport? {
        guard let bytes = try? folder.read(name.text, bytesMax: SavedReport.bytesMax) else { return nil }
        return SavedReport(fileBytes: bytes)
    }

    /// Turns complete drafts of a killed process into reports, and returns all names.
    ///
    /// Nobody writes while this runs, so every draft comes from a process that was killed. A draft that is cut short keeps its name and
    /// counts as a damaged file.
    private func finishDrafts(in folder: PrivateFolder) throws(ClientError) -> [String] {
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

    private func setAside(_ name: String, _ folders: OpenFolders) throws(ClientError) -> DamagedFile {
        // The random part separates two damaged files with the same name.
        let newName = DraftName.random(for: name)
        try folders.outbox.move(name, to: folders.setAside, as: newName)
        try folders.setAside.sync()
        folders.setAside.folder.file(newName).setModifiedSeconds(hour(environment.now()))
        return Self.damagedFile(folders.setAside.path + "/" + newName)
    }

    func damagedFiles(_ folders: OpenFolders) throws(ClientError) -> [DamagedFile] {
        try folders.setAside.names().map { Self.damagedFile(folders.setAside.path + "/" + $0) }
    }

    private static func damagedFile(_ path: String) -> DamagedFile {
        DamagedFile(path: path, reason: ClientError(.fileMalformed, subject: path).sentence)
    }

    /// Erases sent reports and damaged files after two days. A clock that was wrong in either direction does not keep them longer.
    ///
    /// A file in `sent` that cannot be read is erased at once: its report was answered.
    func eraseExpired(_ folders: OpenFolders) throws(ClientError) {
        let now = environment.now()
        for text in try folders.sent.names() {
            let answered = SavedName(text).flatMap { read($0, in: folders.sent) }?.answeredAt.flatMap(WireTime.seconds)
            if answered.map({ abs(now - $0) > Int64(Self.sentHours) * 3_600 }) ?? true { try folders.sent.erase(text) }
        }
        for text in try folders.setAside.names() {
            let since = folders.setAside.modifiedSeconds(text) ?? 0
            if abs(now - since) > Int64(Self.sentHours) * 3_600 { try folders.setAside.erase(text) }
        }
    }

    func hour(_ seconds: Int64) -> Int64 { seconds - seconds % 3_600 }

    /// Why reports wait, by ID, as of the last attempt to send them. A file that cannot be read is not an error: the next attempt writes
    /// it.
    private func loadReasons(_ folders: OpenFolders) -> [String: WaitingReason] {
        guard let bytes = try? folders.state.read(Self.reasonsName, bytesMax: Self.entriesMax * 1_024) else { return [:] }
        return (try? WireJSON.decodeAnswer([String: WaitingReason].self, from: Data(bytes))) ?? [:]
    }

    func save(reasons: [String: WaitingReason], _ folders: OpenFolders) throws(ClientError) {
        if reasons.isEmpty {
            try folders.state.erase(Self.reasonsName)
        } else {
            try folders.state.write(Array(WireJSON.encode(reasons)), as: Self.reasonsName)
        }
    }
}
