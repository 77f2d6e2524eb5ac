/// Which modules and libraries a module may import.
struct ModuleRule: Sendable {
    let name: String
    /// The modules of this package that it may import. It may also import everything that these may import.
    let modules: Set<String>
    /// The modules of other packages and of the system that it may import; nil for all except `forbiddenLibraries`.
    let libraries: Set<String>?
    var forbiddenLibraries: Set<String> = []

    private static let system: Set<String> = ["Foundation", "FoundationEssentials", "Glibc", "Synchronization"]
    static let all: [ModuleRule] = [
        ModuleRule(name: "Plates", modules: [], libraries: []),
        ModuleRule(name: "Vocabulary", modules: [], libraries: []),
        ModuleRule(name: "PlateIndex", modules: ["CLinux", "Plates"], libraries: system.union(["Atomics"])),
        ModuleRule(name: "Files", modules: ["CLinux"], libraries: ["Glibc"]),
        ModuleRule(name: "Seal", modules: ["Files", "Plates"], libraries: system.union(["Crypto", "CryptoExtras"])),
        ModuleRule(
            name: "Sightings", modules: ["CLinux", "Files", "Plates", "Vocabulary", "PlateIndex", "Seal"],
            libraries: system.union(["Algorithms", "Collections", "Crypto", "DequeModule", "HeapModule", "OrderedCollections"])),
        ModuleRule(name: "Migrations", modules: [], libraries: []),
        ModuleRule(
            name: "SQLiteStore", modules: ["CSQLite", "Files", "Sightings", "Migrations"],
            libraries: system.union(["Crypto", "GRDB", "GRDBSQLite", "Logging"])),
        ModuleRule(name: "Wire", modules: ["Plates", "Vocabulary"], libraries: system.union(["Crypto"])),
        ModuleRule(
            name: "Web", modules: ["CZlib", "Plates", "Vocabulary", "Wire"], libraries: system.union(["Crypto", "Mustache"])),
        ModuleRule(
            name: "Server", modules: ["Sightings", "Web", "Wire"], libraries: nil,
            forbiddenLibraries: ["GRDB", "Yams", "Configuration", "ArgumentParser"]),
        ModuleRule(
            name: "DaemonSupport", modules: ["CLinux", "Files", "Wire"],
            libraries: system.union(["ArgumentParser", "Logging", "ServiceLifecycle", "UnixSignals", "Yams"])),
        ModuleRule(name: "Outbound", modules: [], libraries: ["AsyncHTTPClient", "NIOCore", "NIOHTTP1"]),
        ModuleRule(
            name: "Voice", modules: ["Outbound", "Wire"], libraries: nil,
            forbiddenLibraries: ["ArgumentParser", "Configuration", "GRDB", "NIOSSL", "Yams"]),
        ModuleRule(
            name: "Alerts", modules: ["Outbound", "Wire"],
            libraries: system.union([
                "AsyncHTTPClient", "Crypto", "Metrics", "NIOCore", "NIOHTTP1", "NIOPosix", "NIOSSL", "ServiceLifecycle",
            ])),
        ModuleRule(name: "CCurl", modules: [], libraries: []),
        ModuleRule(name: "CLinux", modules: [], libraries: []),
        ModuleRule(name: "CSQLite", modules: [], libraries: []),
        ModuleRule(name: "CEdit", modules: [], libraries: []),
        ModuleRule(name: "CZlib", modules: [], libraries: []),
        ModuleRule(name: "Client", modules: ["CCurl", "Files", "Wire"], libraries: system.union(["Crypto"])),
        ModuleRule(
            name: "ThawCLI", modules: ["CEdit", "Client", "Files", "Wire", "Plates", "Vocabulary"],
            libraries: ["ArgumentParser", "Crypto", "FoundationEssentials", "Glibc", "Synchronization"]),
        ModuleRule(name: "thaw", modules: ["ThawCLI"], libraries: system.union(["ArgumentParser"])),
        ModuleRule(
            name: "thawd", modules: ["Alerts", "CLinux", "DaemonSupport", "Files", "Server", "SQLiteStore"], libraries: nil,
            forbiddenLibraries: ["GRDB"]),
        ModuleRule(
            name: "thaw-voice", modules: ["DaemonSupport", "Files", "Server", "Voice"], libraries: nil,
            forbiddenLibraries: ["GRDB", "Yams"]),
    ]

    /// The modules below `thawd`. None of them may read the machine's clock.
    static let belowTheDaemon = [
        "Plates", "Vocabulary", "PlateIndex", "Files", "Seal", "Sightings", "Migrations", "SQLiteStore", "Wire", "Web", "Server",
        "Outbound", "Voice", "Alerts",
    ]

    /// All modules of this package that `name` may import, directly or through other modules.
    static func reachable(from name: String) -> Set<String> {
        var reached: Set<String> = []
        var waiting = [name]
        while let next = waiting.popLast() {
            for module in all.first(where: { $0.name == next })?.modules ?? [] where reached.insert(module).inserted {
                waiting.append(module)
            }
        }
        return reached
    }

    /// The imports that this rule forbids.
    func forbidden(among imports: [Substring]) -> [String] {
        let ours = Set(ModuleRule.all.map(\.name))
        let reachable = ModuleRule.reachable(from: name)
        return imports.map(String.init).filter { module in
            if ours.contains(module) { return !reachable.contains(module) }
            if forbiddenLibraries.contains(module) { return true }
            return libraries.map { !$0.contains(module) } ?? false
        }
    }
}
