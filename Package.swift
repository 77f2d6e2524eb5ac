// swift-tools-version:6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

extension Target.Dependency {
    static let algorithms = product(name: "Algorithms", package: "swift-algorithms")
    static let asyncHTTPClient = product(name: "AsyncHTTPClient", package: "async-http-client")
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let collections = product(name: "Collections", package: "swift-collections")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let cryptoExtras = product(name: "CryptoExtras", package: "swift-crypto")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let grdbSQLite = product(name: "GRDBSQLite", package: "GRDB.swift")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
    static let hummingbirdTesting = product(name: "HummingbirdTesting", package: "hummingbird")
    static let hummingbirdTLS = product(name: "HummingbirdTLS", package: "hummingbird")
    static let logging = product(name: "Logging", package: "swift-log")
    static let metrics = product(name: "Metrics", package: "swift-metrics")
    static let mustache = product(name: "Mustache", package: "swift-mustache")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioConcurrencyHelpers = product(name: "NIOConcurrencyHelpers", package: "swift-nio")
    static let nioEmbedded = product(name: "NIOEmbedded", package: "swift-nio")
    static let nioExtras = product(name: "NIOExtras", package: "swift-nio-extras")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let nioHTTPTypes = product(name: "NIOHTTPTypes", package: "swift-nio-extras")
    static let nioHTTPTypesHTTP1 = product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let nioSSL = product(name: "NIOSSL", package: "swift-nio-ssl")
    static let serviceLifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let subprocess = product(name: "Subprocess", package: "swift-subprocess")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let yams = product(name: "Yams", package: "Yams")
}

/// A module of this package, with the settings that all modules share.
func module(_ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil, resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: path, resources: resources, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name + "Tests", dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

let package = Package(
    name: "thaw",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "thawd", targets: ["thawd"]),
        .executable(name: "thaw", targets: ["thaw"]),
        .executable(name: "thaw-voice", targets: ["thaw-voice"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-algorithms", from: "1.2.1"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        module("Plates"),
        module("Vocabulary"),
        module("PlateIndex", ["CLinux", "Plates"]),
        module("Files", ["CLinux"]),
        module("Seal", ["Plates", "Files", .crypto, .cryptoExtras]),
        module("Sightings", ["CLinux", "Files", "Plates", "Vocabulary", "PlateIndex", "Seal", .algorithms, .collections, .crypto]),
        module(
            "Migrations", path: "Migrations",
            resources: [.embedInCode("v0001-create-tables.sql"), .embedInCode("v0002-alerts.sql")]),
        module(
            "SQLiteStore", ["CSQLite", "Files", "Sightings", "Migrations", "Plates", "Vocabulary", "Seal", .crypto, .grdb, .grdbSQLite]),
        module("Wire", ["Plates", "Vocabulary", .crypto]),
        module(
            "Web", ["CZlib", "Plates", "Vocabulary", "Wire", .crypto, .mustache],
            resources: [.embedInCode("Assets"), .embedInCode("Templates"), .embedInCode("Words")]),
        module(
            "Server",
            [
                "Plates", "Vocabulary", "PlateIndex", "Seal", "Sightings", "Web", "Wire", .crypto, .collections, .httpTypes, .hummingbird,
                .hummingbirdCore,
                .hummingbirdTLS, .logging, .metrics, .nioCore, .nioConcurrencyHelpers, .nioExtras, .nioHTTP1, .nioHTTPTypes,
                .nioHTTPTypesHTTP1,
                .nioPosix, .nioSSL, .serviceLifecycle,
            ]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CEdit", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
        module("Client", ["CCurl", "Files", "Plates", "Vocabulary", "Wire", .crypto]),
        module("ThawCLI", ["CEdit", "Client", "Files", "Plates", "Vocabulary", "Wire", .argumentParser, .crypto]),
        module(
            "DaemonSupport",
            ["CLinux", "Files", "Vocabulary", "Wire", .argumentParser, .logging, .serviceLifecycle, .unixSignals, .yams]),
        module("Outbound", [.asyncHTTPClient, .nioCore, .nioHTTP1]),
        module(
            "Voice",
            [
                "Outbound", "Plates", "Vocabulary", "Wire", .asyncHTTPClient, .crypto, .httpTypes, .hummingbird, .logging, .metrics,
                .nioCore, .nioExtras, .nioHTTP1, .nioPosix, .serviceLifecycle,
            ],
            resources: [.embedInCode("Words")]),
        module(
            "Alerts",
            ["Outbound", "Wire", .asyncHTTPClient, .crypto, .metrics, .nioCore, .nioHTTP1, .nioPosix, .nioSSL, .serviceLifecycle]),
        .executableTarget(name: "thaw", dependencies: ["ThawCLI", "Client", .argumentParser], swiftSettings: settings),
        .executableTarget(
            name: "thawd",
            dependencies: [
                "Alerts", "CLinux", "DaemonSupport", "Files", "Plates", "Vocabulary", "Seal", "Sightings", "SQLiteStore", "Web", "Wire",
                "Server", .argumentParser,
                .crypto,
                .hummingbird, .logging, .metrics, .nioCore, .nioExtras, .nioPosix, .serviceLifecycle, .unixSignals,
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "thaw-voice",
            dependencies: [
                "DaemonSupport", "Files", "Plates", "Server", "Vocabulary", "Voice", "Wire", .argumentParser, .hummingbird, .logging,
                .metrics, .nioCore,
                .serviceLifecycle,
            ],
            swiftSettings: settings),

        .target(
            name: "TestSupport",
            dependencies: [
                "Plates", "Vocabulary", "Seal", "Sightings", "SQLiteStore", "Web", "Wire", "Server", .crypto, .hummingbird, .logging,
                .metrics,
                .nioCore, .serviceLifecycle, .subprocess,
            ],
            path: "Tests/TestSupport",
            swiftSettings: settings),
        tests("Plates", ["Plates", "TestSupport"], exclude: ["Vectors"]),
        tests("Vocabulary", ["Vocabulary", "TestSupport"]),
        tests("PlateIndex", ["PlateIndex", "Plates", "TestSupport"]),
        tests("Files", ["Files", "TestSupport"]),
        tests("Seal", ["Seal", "Plates", "TestSupport", .crypto]),
        tests("Sightings", ["Sightings", "SQLiteStore", "Seal", "Plates", "Vocabulary", "TestSupport", .crypto]),
        tests("SQLiteStore", ["SQLiteStore", "Sightings", "Seal", "Plates", "Vocabulary", "TestSupport", .grdb]),
        tests("Wire", ["Wire", "Plates", "Vocabulary"]),
        tests("Web", ["Web", "CZlib", "Wire", "Plates", "Vocabulary"], exclude: ["Golden"]),
        tests(
            "Server",
            [
                "Server", "Web", "Wire", "Sightings", "SQLiteStore", "Seal", "Plates", "Vocabulary", "TestSupport", .hummingbird,
                .hummingbirdCore,
                .hummingbirdTesting, .httpTypes, .logging, .metrics, .nioCore, .nioHTTP1, .nioHTTPTypes, .nioHTTPTypesHTTP1, .nioPosix,
                .nioEmbedded,
                .nioSSL, .serviceLifecycle,
            ]),
        tests("Client", ["Client", "CCurl", "Wire", "Plates", "Vocabulary", "TestSupport", .crypto]),
        tests(
            "ThawCLI",
            [
                "ThawCLI", "Client", "Wire", "Plates", "Vocabulary", "Server", "Sightings", "TestSupport", .argumentParser,
                .crypto,
            ]),
        tests(
            "thawd",
            [
                "Alerts", "CLinux", "DaemonSupport", "Migrations", "thawd", "Sightings", "Server", "Seal", "SQLiteStore", "Web", "Wire",
                "Vocabulary", "Plates", "TestSupport",
                .argumentParser,
                .grdb, .logging, .serviceLifecycle,
            ],
            exclude: ["DataFolders"]),
        tests(
            "Voice",
            [
                "Voice", "Plates", "Server", "Vocabulary", "Wire", "TestSupport", .crypto, .httpTypes, .hummingbird, .hummingbirdTesting,
                .logging,
                .metrics, .nioCore, .nioEmbedded, .nioPosix, .serviceLifecycle,
            ]),
        tests("Alerts", ["Alerts", "Server", "TestSupport", "Wire", .logging, .metrics, .serviceLifecycle]),
        tests("thaw-voice", ["DaemonSupport", "Server", "Voice", "thaw-voice", "TestSupport"]),
        tests("Architecture", []),
        tests(
            "EndToEnd",
            ["TestSupport", "Wire", "Plates", "Vocabulary", "Sightings", "SQLiteStore", "Seal", .crypto, .subprocess, "thawd", "thaw"]),
    ],
    swiftLanguageModes: [.v6]
)

// The benchmarks are built only on request.
if Context.environment["THAW_BENCHMARKS"] != nil {
    func benchmarks(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
        .executableTarget(
            name: name + "Benchmarks",
            dependencies: ["BenchData", "Plates", .product(name: "Benchmark", package: "benchmark")] + dependencies,
            path: "Sources/Benchmarks/\(name)Benchmarks", swiftSettings: settings,
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
    }
    package.dependencies.append(.package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []))
    package.targets += [
        module("BenchData", ["Plates", "Vocabulary", "Seal", "Sightings", "SQLiteStore"], path: "Sources/Benchmarks/BenchData"),
        .executableTarget(
            name: "thaw-measure",
            dependencies: ["BenchData", "Plates", "PlateIndex", "Seal", "Sightings", "SQLiteStore", .argumentParser, .grdb, .grdbSQLite],
            path: "scripts/benches/thaw-measure", swiftSettings: settings),
        benchmarks("Plates", []),
        benchmarks("PlateIndex", ["PlateIndex"]),
        benchmarks("Seal", ["Seal"]),
        benchmarks("Sightings", ["Sightings", "Seal", "Vocabulary"]),
    ]
}
