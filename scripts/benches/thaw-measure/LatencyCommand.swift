import ArgumentParser
import Foundation
import Glibc

/// Measures the latency of look-ups that it sends at a steady pace on one connection, each timed from when it was due.
///
/// A load generator that waits for answers, such as wrk, sends less while it waits, and competes with the daemon for both processors; it would measure
/// the scheduler. Run as root, this command gets real-time priority, as if the requests came from another machine.
struct LatencyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "latency")

    @Argument(help: "The daemon's port on 127.0.0.1.")
    var port: UInt16
    @Argument(help: "A file of request bodies, one a line.")
    var bodies: String
    @Option var perSecond = 1_000
    @Option var seconds = 3.0

    func run() throws {
        let requests = try String(contentsOfFile: bodies, encoding: .utf8).split(separator: "\n").map { body in
            Array(
                "POST /v1/lookups HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
                    .utf8)
        }
        var connection = try connect()
        defer { close(connection) }
        var priority = sched_param(sched_priority: 1)
        sched_setscheduler(0, SCHED_FIFO, &priority)
        // By default a sleep may end up to 50 µs late.
        try "1".write(toFile: "/proc/self/timerslack_ns", atomically: false, encoding: .utf8)
        let step = 1_000_000_000 / UInt64(perSecond)
        let count = Int(seconds * Double(perSecond))
        var times: [Double] = []
        times.reserveCapacity(count)
        var answer = [UInt8](repeating: 0, count: 1 << 16)
        var due = now() + step
        for number in 0..<count {
            var moment = timespec(tv_sec: Int(due / 1_000_000_000), tv_nsec: Int(due % 1_000_000_000))
            clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &moment, nil)
            let request = requests[number % requests.count]
            guard send(connection, request, request.count, 0) == request.count else {
                throw ValidationError("The daemon closed the connection.")
            }
            // One plate's answer arrives in one piece: it is far smaller than the socket buffer.
            let received = recv(connection, &answer, answer.count, 0)
            guard received > 0, answer.starts(with: "HTTP/1.1 200".utf8) else {
                throw ValidationError("The daemon answered with an error.")
            }
            times.append(Double(now() - due) / 1e6)
            due += step
            // The daemon limits the requests of one connection.
            if String(decoding: answer[..<received], as: UTF8.self).contains("Connection: close") {
                close(connection)
                connection = try connect()
            }
        }
        times.sort()
        try report(["p50": times[count / 2], "p99": times[count * 99 / 100]])
    }

    private func connect() throws -> Int32 {
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isConnected = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { throw ValidationError("Cannot connect to port \(port).") }
        var on: Int32 = 1
        setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        return connection
    }

    private func now() -> UInt64 {
        var moment = timespec()
        clock_gettime(CLOCK_MONOTONIC, &moment)
        return UInt64(moment.tv_sec) * 1_000_000_000 + UInt64(moment.tv_nsec)
    }
}
