import Glibc
import Wire

extension PrivateFolder {
    /// Who may have read a file that is to be read.
    enum Privacy {
        /// Refuses a file that others may read or write: it holds a secret.
        case secret
        /// Relies on the folder, which nobody else may enter.
        case folder
    }

    /// The file's bytes; `nil` where there is none.
    ///
    /// - Throws: `.symlink`, `.notRegular`, `.notOwned`, `.notPrivate`, `.filesFailed`; `.fileMalformed` past `bytesMax`.
    func read(_ name: String, bytesMax: Int, privacy: Privacy = .folder) throws(ClientError) -> [UInt8]? {
        let file = path + "/" + name
        let descriptor = openat(self.descriptor, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw errno == ELOOP ? ClientError(.symlink, subject: file) : Self.failure(file)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure(file) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw ClientError(.notRegular, subject: file) }
        guard status.st_uid == geteuid() else { throw ClientError(.notOwned, subject: file) }
        if privacy == .secret, status.st_mode & 0o077 != 0 { throw ClientError(.notPrivate, subject: file) }
        guard status.st_size <= bytesMax else { throw ClientError(.fileMalformed, subject: file) }
        // One byte more than there should be shows a file that grows under the reader.
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size) + 1)
        var count = 0
        while count < bytes.count {
            let got = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress! + count, $0.count - count) }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw Self.failure(file) }
            if got == 0 { break }
            count += got
        }
        guard count < bytes.count else { throw ClientError(.fileMalformed, subject: file) }
        bytes.removeSubrange(count...)
        return bytes
    }

    /// Puts the bytes where `name` is, mode 0600, so that after power loss there is the old file or the new one, whole.
    ///
    /// - Parameters:
    ///   - shownSeconds: what the file's times are set to, where the moment of writing is nobody's business.
    ///   - erasingOld: overwrites the file that is replaced.
    func write(_ bytes: [UInt8], as name: String, shownSeconds: Int64? = nil, erasingOld: Bool = false) throws(ClientError) {
        let file = path + "/" + name
        let draft = Draft.name(for: name)
        let descriptor = openat(self.descriptor, draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(file) }
        defer { close(descriptor) }
        do throws(ClientError) {
            guard fchmod(descriptor, 0o600) == 0 else { throw Self.failure(file) }
            try Self.writeAll(bytes, to: descriptor, file)
            if let shownSeconds {
                let times = [timespec](repeating: timespec(tv_sec: Int(shownSeconds), tv_nsec: 0), count: 2)
                futimens(descriptor, times)
            }
            guard fsync(descriptor) == 0 else { throw Self.failure(file) }
            let old = erasingOld ? openat(self.descriptor, name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK) : -1
            defer { if old >= 0 { close(old) } }
            guard renameat(self.descriptor, draft, self.descriptor, name) == 0 else { throw Self.failure(file) }
            try sync()
            if old >= 0 { Self.overwrite(old) }
        } catch {
            _ = try? erase(draft)
            throw error
        }
    }

    /// Moves an entry to another folder, in place of what may be there; not durable until both folders are synced.
    ///
    /// Returns false where there is none.
    @discardableResult
    func move(_ name: String, to folder: PrivateFolder, as newName: String) throws(ClientError) -> Bool {
        if renameat(descriptor, name, folder.descriptor, newName) == 0 { return true }
        guard errno == ENOENT else { throw Self.failure(path + "/" + name) }
        return false
    }

    /// Overwrites a file with zeros and removes it; anything that is no regular file is only removed.
    ///
    /// Returns false where there is none.
    @discardableResult
    func erase(_ name: String) throws(ClientError) -> Bool {
        let file = openat(descriptor, name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        if file >= 0 {
            Self.overwrite(file)
            close(file)
        }
        if unlinkat(descriptor, name, 0) == 0 { return true }
        guard errno == ENOENT else { throw Self.failure(path + "/" + name) }
        return false
    }

    func modifiedSeconds(_ name: String) -> Int64? {
        var status = stat()
        guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        // A file's time can be anything: what is worked out from it must not overflow.
        return min(max(0, Int64(status.st_mtim.tv_sec)), Int64(WireJSON.answerNumberMax))
    }

    func setModifiedSeconds(_ seconds: Int64, of name: String) {
        let times = [timespec](repeating: timespec(tv_sec: Int(seconds), tv_nsec: 0), count: 2)
        utimensat(descriptor, name, times, AT_SYMLINK_NOFOLLOW)
    }

    private static func overwrite(_ file: Int32) {
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
        let zeros = [UInt8](repeating: 0, count: 64 * 1024)
        var offset = 0
        while offset < Int(status.st_size) {
            let written = pwrite(file, zeros, min(zeros.count, Int(status.st_size) - offset), off_t(offset))
            guard written > 0 else { break }
            offset += written
        }
        fdatasync(file)
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32, _ file: String) throws(ClientError) {
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + offset, $0.count - offset) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw failure(file) }
            offset += written
        }
    }
}

/// Files that are being written: whole or cut short, nobody was told yet that they are kept.
enum Draft {
    private static let prefix = ".draft-"
    private static let randomCharacters = 16

    static func name(for final: String) -> String {
        let random = String(UInt64.random(in: .min ... .max), radix: 16)
        return prefix + String(repeating: "0", count: randomCharacters - random.count) + random + "-" + final
    }

    /// What the draft would have been called; `nil` for what is no draft.
    static func finalName(of name: String) -> String? {
        guard name.hasPrefix(prefix), name.utf8.count > prefix.utf8.count + randomCharacters + 1 else { return nil }
        return String(name.dropFirst(prefix.count + randomCharacters + 1))
    }
}
