package import Foundation

/// A listener on a free loopback port, with a thread for each connection.
package final class Listener: Sendable {
    package let port: Int
    private let descriptor: Int32

    package init(serve: @escaping @Sendable (Socket) -> Void) {
        guard let (descriptor, port) = Self.bound() else { preconditionFailure("No port is free.") }
        precondition(listen(descriptor, 64) == 0)
        self.port = port
        self.descriptor = descriptor
        Thread.detachNewThread {
            while true {
                let accepted = accept(descriptor, nil, nil)
                guard accepted >= 0 else { return }
                Thread.detachNewThread { serve(Socket(accepted)) }
            }
        }
    }

    deinit {
        // Wakes the accepting thread; closing alone would not.
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    /// A bound socket that does not listen. Nil if the port is taken.
    ///
    /// - Parameter port: 0 for any free port.
    fileprivate static func bound(to port: Int = 0) -> (descriptor: Int32, port: Int)? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        precondition(descriptor >= 0)
        var address = loopback(port: port)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
            }
        }
        guard result == 0 else {
            close(descriptor)
            return nil
        }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    package static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}

/// A loopback port without a listener, reserved so that no other process gets it.
package final class DeadPort: Sendable {
    package let port: Int
    private let descriptor: Int32

    package convenience init() {
        guard let bound = Listener.bound() else { preconditionFailure("No port is free.") }
        self.init(bound)
    }

    private init(_ bound: (descriptor: Int32, port: Int)) {
        (descriptor, port) = bound
    }

    /// A port that a program can listen on after this object is gone. An outgoing connection gets its port from the system's range, so a
    /// port in that range could be taken before the program listens, or while it restarts. This port is below the range.
    package static func forProgram() throws -> DeadPort {
        let range = try String(contentsOfFile: "/proc/sys/net/ipv4/ip_local_port_range", encoding: .utf8)
        let lowest = range.split(whereSeparator: \.isWhitespace).first.flatMap { Int($0) } ?? 0
        while true {
            if let bound = Listener.bound(to: .random(in: 10_000..<max(lowest, 20_000))) { return DeadPort(bound) }
        }
    }

    deinit {
        close(descriptor)
    }
}

/// One end of a connection.
package final class Socket: Sendable {
    let descriptor: Int32

    package init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    package static func connect(port: Int) -> Socket? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Listener.loopback(port: port)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        let socket = Socket(descriptor)
        return result == 0 ? socket : nil
    }

    /// The bytes that have arrived; waits for some; `nil` at the end.
    package func receive() -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 64 * 1024)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count > 0 ? Array(bytes[..<count]) : nil
    }

    package func receive(exactly count: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < count {
            var part = [UInt8](repeating: 0, count: count - bytes.count)
            let got = recv(descriptor, &part, part.count, 0)
            guard got > 0 else { return nil }
            bytes += part[..<got]
        }
        return bytes
    }

    @discardableResult
    package func send(_ bytes: [UInt8]) -> Bool {
        var offset = 0
        while offset < bytes.count {
            let sent = bytes.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress! + offset, $0.count - offset, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return false }
            offset += sent
        }
        return true
    }

    package func finish() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Makes the close a reset instead of an orderly end.
    package func abort() {
        var hard = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
    }
}
