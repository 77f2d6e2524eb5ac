import DaemonSupport
import Foundation
import Glibc
import Seal
import TestSupport
import Testing
import Wire
import thawd

@Suite("The seal key's file")
struct SealKeyFileTests {
    private let place = TemporaryFolder()
    private let secret = (0..<32).map { UInt8($0 * 7 + 1) }

    private func file(_ name: String) -> SealKeyFile {
        SealKeyFile(configured: "\(place.path)/\(name)", paths: HomePaths(environment: [:]), dataFolder: "\(place.path)/data")
    }

    @Test func `a key is read in hex and in base64, with and without white space at its ends`() throws {
        let hex = secret.map { String(format: "%02x", $0) }.joined()
        for text in [hex, hex.uppercased() + "\n", Data(secret).base64EncodedString(), "  " + Data(secret).base64EncodedString() + "\r\n"] {
            _ = place.write(text, to: "key")
            #expect(try file("key").read() == secret)
        }
    }

    @Test func `a new key has 32 bytes of its own, is private, and can be read again`() throws {
        try file("a").create(RandomSource { Array(secret.prefix($0)) })
        #expect(try file("a").read() == secret)
        #expect(place.mode(of: "a") == 0o600)
        try file("b").create()
        try file("c").create()
        #expect(try file("b").read() != file("c").read())
    }

    @Test func `an existing key is never overwritten`() throws {
        try file("key").create(RandomSource { Array(secret.prefix($0)) })
        #expect(errorCode { try file("key").create() } == .folderUnwritable)
        #expect(try file("key").read() == secret)
    }

    @Test(arguments: [
        "", "abc", "é", String(repeating: "0", count: 63), String(repeating: "g", count: 64), String(repeating: "A", count: 40),
    ])
    func `text that is not a key is refused`(_ text: String) {
        _ = place.write(text, to: "key")
        #expect(errorCode { try file("key").read() } == .sealMalformed)
    }

    @Test func `a key that others can read is refused, and a missing key is reported`() throws {
        try file("key").create()
        chmod("\(place.path)/key", 0o640)
        #expect(errorCode { try file("key").read() } == .sealPermissions)
        #expect(errorCode { try file("none").read() } == .sealMissing)
    }

    @Test func `the error says whether others can read the key, or who owns it`() throws {
        try file("key").create()
        let path = "\(place.path)/key"
        chmod(path, 0o644)
        let open = #expect(throws: DaemonError.self) { try file("key").read() }
        #expect(open?.causes.first?.detail == "The seal key \(path) has mode 0644, so others can read it. Run “chmod 600 \(path)”.")
        chmod(path, 0o600)
        // Only root can give a file away.
        guard geteuid() == 0, chown(path, 12_345, 0) == 0 else { return }
        let foreign = #expect(throws: DaemonError.self) { try file("key").read() }
        #expect(foreign?.causes.map(\.code) == [.sealPermissions])
        #expect(foreign?.causes.first?.detail.contains("belongs to user 12345, but thawd runs as user 0") == true)
    }

    @Test func `a file that is not regular is refused without blocking, and a link to a key is followed`() throws {
        #expect(mkfifo("\(place.path)/fifo", 0o600) == 0)
        #expect(errorCode { try file("fifo").read() } == .sealMissing)
        try file("key").create()
        symlink("\(place.path)/key", "\(place.path)/link")
        #expect(try file("link").read() == file("key").read())
    }

    @Test func `a file that is too long for a key is refused`() {
        _ = place.write(String(repeating: "0", count: 5_000), to: "key")
        #expect(errorCode { try file("key").read() } == .sealMalformed)
    }

    @Test func `the configured file comes before the credential, and the credential before the data folder`() {
        let credential = place.write("", to: "seal.key")
        let withCredentials = HomePaths(environment: ["CREDENTIALS_DIRECTORY": place.path])
        let without = HomePaths(environment: ["CREDENTIALS_DIRECTORY": "\(place.path)/none"])
        #expect(SealKeyFile(configured: "/x/key", paths: withCredentials, dataFolder: "/data").path == "/x/key")
        #expect(SealKeyFile(configured: nil, paths: withCredentials, dataFolder: "/data").path == credential)
        #expect(SealKeyFile(configured: nil, paths: without, dataFolder: "/data").path == "/data/seal.key")
    }

    @Test func `a credential is accepted with the mode that systemd gives it`() throws {
        let hex = secret.map { String(format: "%02x", $0) }.joined()
        _ = place.write(hex, to: "seal.key", mode: 0o440)
        let paths = HomePaths(environment: ["CREDENTIALS_DIRECTORY": place.path])
        #expect(try SealKeyFile(configured: nil, paths: paths, dataFolder: "/data").read() == secret)
    }

    @Test func `a key in the data folder is recognized behind a link`() {
        #expect(mkdirs("\(place.path)/data"))
        symlink("\(place.path)/data", "\(place.path)/link")
        func liesBeside(_ path: String) -> Bool {
            SealKeyFile(configured: path, paths: HomePaths(environment: [:]), dataFolder: "\(place.path)/data").liesInDataFolder
        }
        #expect(liesBeside("\(place.path)/data/seal.key"))
        #expect(liesBeside("\(place.path)/data/deeper/key"))
        #expect(liesBeside("\(place.path)/link/seal.key"))
        #expect(!liesBeside("\(place.path)/seal.key"))
        #expect(!liesBeside("\(place.path)/data-key"))
    }
}
