import Foundation
import Glibc
import Synchronization

/// Stands at a data folder's control socket in the daemon's place, and answers as an intruder would.
final class CompromisedDaemon: Sendable {
    private let listener: Int32
    private let connection = Mutex<Int32>(-1)
    private let threads = DispatchQueue(label: "compromised daemon")

    struct Unusable: Error {}

    /// Listens in a private folder that exists.
    ///
    /// - Parameter answers: the lines that it sends, each after one line from the command. The command's next line ends the conversation.
    init(in dataFolder: String, answers: [String]) throws {
        // Of the conversation before.
        unlink("\(dataFolder)/control.sock")
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array("\(dataFolder)/control.sock".utf8)) }
        let isBound = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        guard isBound, listen(listener, 4) == 0 else { throw Unusable() }
        threads.async {
            let peer = accept(listener, nil, nil)
            guard peer >= 0 else { return }
            self.connection.withLock { $0 = peer }
            Self.send(#"{"ready":{"version":1}}"#, to: peer)
            for answer in answers where Self.readsLine(from: peer) { Self.send(answer, to: peer) }
            _ = Self.readsLine(from: peer)
            shutdown(peer, Int32(SHUT_RDWR))
        }
    }

    /// To be called when the command has ended.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        threads.sync {}
        close(listener)
        connection.withLock { peer in if peer >= 0 { _ = close(peer) } }
    }

    private static func send(_ line: String, to peer: Int32) {
        let bytes = Array("\(line)\n".utf8)
        _ = Glibc.send(peer, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// False at the end of the conversation.
    private static func readsLine(from peer: Int32) -> Bool {
        var byte: UInt8 = 0
        while recv(peer, &byte, 1, 0) == 1 {
            if byte == UInt8(ascii: "\n") { return true }
        }
        return false
    }
}
