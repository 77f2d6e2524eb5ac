/// Which module may import which: the arrows of the house, and what each room may bring in from outside.
struct Room: Sendable {
    let name: String
    /// Modules of this package that it may import, with all that those may import.
    let inside: Set<String>
    /// Modules of other packages and of the system, or nil for any that `neverOutside` does not name.
    let outside: Set<String>?
    var neverOutside: Set<String> = []

    private static let system: Set<String> = ["Darwin", "Foundation", "FoundationEssentials", "Glibc", "Musl", "Synchronization"]
    static let all: [Room] = [
        Room(name: "Plates", inside: [], outside: []),
        Room(name: "Vocabulary", inside: [], outside: []),
        Room(name: "PlateIndex", inside: ["CLinux", "Plates", "Vocabulary"], outside: system.union(["Atomics"])),
        Room(name: "Files", inside: ["CLinux"], outside: ["Glibc"]),
        Room(name: "Seal", inside: ["Files", "Plates"], outside: system.union(["Crypto", "CryptoExtras"])),
        Room(
            name: "Sightings", inside: ["CLinux", "Files", "Plates", "Vocabulary", "PlateIndex", "Seal"],
            outside: system.union(["Algorithms", "Collections", "Crypto", "DequeModule", "HeapModule", "OrderedCollections"])),
        Room(name: "Migrations", inside: [], outside: []),
        Room(
            name: "SQLiteStore", inside: ["CSQLite", "Files", "Sightings", "Migrations"],
            outside: system.union(["Crypto", "GRDB", "GRDBSQLite", "Logging"])),
        Room(name: "Wire", inside: ["Plates", "Vocabulary"], outside: system.union(["Crypto"])),
        Room(
            name: "Server", inside: ["Sightings", "Wire"], outside: nil,
            neverOutside: ["GRDB", "Yams", "Configuration", "ArgumentParser"]),
        Room(name: "CCurl", inside: [], outside: []),
        Room(name: "CLinux", inside: [], outside: []),
        Room(name: "CSQLite", inside: [], outside: []),
        Room(name: "CEdit", inside: [], outside: []),
        Room(name: "Client", inside: ["CCurl", "Files", "Wire"], outside: system.union(["Crypto"])),
        Room(
            name: "ThawCLI", inside: ["CEdit", "Client", "Files", "Wire", "Plates", "Vocabulary"],
            outside: ["ArgumentParser", "Crypto", "Darwin", "FoundationEssentials", "Glibc", "Musl", "Synchronization"]),
        Room(name: "thaw", inside: ["ThawCLI"], outside: system.union(["ArgumentParser"])),
        Room(name: "thawd", inside: ["CLinux", "Files", "Server", "SQLiteStore"], outside: nil, neverOutside: ["GRDB"]),
    ]

    /// The modules below `thawd`: none of them reads the clock of the machine.
    static let belowTheDaemon = [
        "Plates", "Vocabulary", "PlateIndex", "Files", "Seal", "Sightings", "Migrations", "SQLiteStore", "Wire", "Server",
    ]

    /// What `name` may import of this package, arrows followed to their ends.
    static func reachable(from name: String) -> Set<String> {
        var reached: Set<String> = []
        var waiting = [name]
        while let next = waiting.popLast() {
            for module in all.first(where: { $0.name == next })?.inside ?? [] where reached.insert(module).inserted {
                waiting.append(module)
            }
        }
        return reached
    }

    /// The imports of a file that this room does not allow.
    func forbidden(among imports: [Substring]) -> [String] {
        let ours = Set(Room.all.map(\.name))
        let reachable = Room.reachable(from: name)
        return imports.map(String.init).filter { module in
            if ours.contains(module) { return !reachable.contains(module) }
            if neverOutside.contains(module) { return true }
            return outside.map { !$0.contains(module) } ?? false
        }
    }
}
