import DaemonSupport
import Glibc
import TestSupport
import Testing
import Wire
import thawd

@Suite("The data folder")
struct DataFolderTests {
    private let place = TemporaryFolder()

    @Test func `a missing folder is made with its parents, and is private`() throws {
        let folder = try DataFolder(path: "\(place.path)/state/thawd")
        #expect(place.mode(of: "state/thawd") == 0o700)
        #expect(place.mode(of: "state/thawd/weeks") == 0, "the first week key makes it")
        #expect(place.mode(of: "state/thawd/lock") == 0o600)
        #expect(!folder.holdsDatabase)
    }

    @Test(arguments: [0o755, 0o750, 0o701, 0o702, 0o770] as [mode_t])
    func `a folder that others can enter is refused`(_ mode: mode_t) {
        chmod(place.path, mode)
        #expect(errorCode { try DataFolder(path: place.path) } == .folderPermissions)
    }

    @Test func `a folder of week keys that others can enter is refused`() throws {
        #expect(mkdirs("\(place.path)/weeks"))
        chmod("\(place.path)/weeks", 0o755)
        #expect(errorCode { try DataFolder(path: place.path) } == .folderPermissions)
    }

    @Test func `a file in place of the folder is refused`() {
        let file = place.write("", to: "file")
        #expect(errorCode { try DataFolder(path: file) } == .folderUnwritable)
        #expect(errorCode { try DataFolder(path: "\(file)/below") } == .folderUnwritable)
    }

    @Test func `a second daemon on the folder is refused with the first one's process ID, until the first one ends`() throws {
        do {
            let first = try DataFolder(path: place.path)
            let error = #expect(throws: DaemonError.self) { try DataFolder(path: place.path) }
            #expect(error?.causes.first?.code == .folderLocked)
            #expect(error?.description.contains("process \(getpid())") == true)
            #expect(first.path == place.path)
        }
        #expect(errorCode { try DataFolder(path: place.path) } == nil)
    }

    @Test func `a lock file that is a link is refused`() {
        let elsewhere = place.write("kept", to: "elsewhere")
        symlink(elsewhere, "\(place.path)/lock")
        #expect(errorCode { try DataFolder(path: place.path) } == .folderUnwritable)
    }
}
