import CoreMetrics
import Foundation
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import Server
import TestSupport
import Testing

@Suite struct `The Prometheus registry` {
    private let registry = PrometheusRegistry()

    @Test func `Each kind is written as its type, ordered by name and labels`() {
        registry.describe("thaw_reports_total", "Reports that were\nrecorded \\ merged.")
        Counter(label: "thaw_reports", dimensions: [("result", "recorded")], factory: registry).increment(by: 3)
        Counter(label: "thaw_reports", dimensions: [("result", "merged")], factory: registry).increment()
        Meter(label: "thaw.depth", dimensions: [], factory: registry).set(2.5)
        Gauge(label: "thaw_gauge", dimensions: [("b", "2"), ("a", "say \"x\" \\ \n")], factory: registry).record(-7)
        registry.gauge("thaw_plates", "Plates in memory.") { 10 }
        #expect(
            registry.text() == #"""
                # TYPE thaw_depth gauge
                thaw_depth 2.5
                # TYPE thaw_gauge gauge
                thaw_gauge{a="say \"x\" \\ \n",b="2"} -7
                # HELP thaw_plates Plates in memory.
                # TYPE thaw_plates gauge
                thaw_plates 10
                # HELP thaw_reports_total Reports that were\nrecorded \\ merged.
                # TYPE thaw_reports_total counter
                thaw_reports_total{result="merged"} 1
                thaw_reports_total{result="recorded"} 3
                # HELP thaw_metrics_series_dropped_total Series beyond the limit that are not shown.
                # TYPE thaw_metrics_series_dropped_total counter
                thaw_metrics_series_dropped_total 0

                """#)
    }

    @Test func `Histograms count what lies at or below each bound, and times are seconds`() {
        let timer = Timer(label: "thaw_commit", dimensions: [("store", "x")], factory: registry)
        timer.recordNanoseconds(1_000_000)
        timer.recordNanoseconds(1_000_001)
        timer.recordSeconds(100)
        let lines = registry.text().split(separator: "\n")
        #expect(lines.contains(#"thaw_commit_seconds_bucket{store="x",le="0.0005"} 0"#))
        #expect(lines.contains(#"thaw_commit_seconds_bucket{store="x",le="0.001"} 1"#))
        #expect(lines.contains(#"thaw_commit_seconds_bucket{store="x",le="0.0025"} 2"#))
        #expect(lines.contains(#"thaw_commit_seconds_bucket{store="x",le="10"} 2"#))
        #expect(lines.contains(#"thaw_commit_seconds_bucket{store="x",le="+Inf"} 3"#))
        #expect(lines.contains(#"thaw_commit_seconds_count{store="x"} 3"#))
        #expect(lines.contains { $0.hasPrefix(#"thaw_commit_seconds_sum{store="x"} 100.002"#) })
    }

    @Test func `The same name and labels are one series`() {
        for _ in 0..<3 { Counter(label: "thaw_same", dimensions: [("a", "1"), ("b", "2")], factory: registry).increment() }
        Counter(label: "thaw_same_total", dimensions: [("b", "2"), ("a", "1")], factory: registry).increment()
        #expect(registry.text().contains("thaw_same_total{a=\"1\",b=\"2\"} 4\n"))
    }

    @Test func `Series beyond the limit, and one name for two kinds, are dropped and counted`() {
        let registry = PrometheusRegistry(seriesLimit: 2)
        for label in 0..<5 { Counter(label: "thaw_many", dimensions: [("n", "\(label)")], factory: registry).increment() }
        Meter(label: "thaw_many_total", dimensions: [], factory: registry).set(1)
        let text = registry.text()
        #expect(text.contains("thaw_many_total{n=\"1\"} 1\n"))
        #expect(!text.contains("n=\"2\""))
        #expect(text.contains("thaw_metrics_series_dropped_total 4\n"))
    }

    @Test func `The process tells its memory and processor time`() throws {
        registry.addProcessMetrics()
        for name in ["process_resident_memory_bytes", "process_cpu_seconds_total"] {
            let line = try #require(registry.text().split(separator: "\n").first { $0.hasPrefix(name) })
            #expect(try #require(Double(line.split(separator: " ")[1])) > 0)
        }
    }
}

@Suite struct `The request log` {
    @Test func `It holds the route's template, status, duration and size, and nothing that was sent`() async throws {
        try await withTransportServer { server in
            for target in ["/held/CANARY1", "/CANARY2?plate=CANARY3", "/large/5"] {
                server.gate.open()
                let request = "GET \(target) HTTP/1.1\r\nHost: canary4\r\nAuthorization: Bearer CANARY5\r\nConnection: close\r\n\r\n"
                _ = try await exchange(request, with: server)
            }
            let lines = server.logs.lines.filter { $0.contains("answered") }
            #expect(lines.count == 3)
            #expect(lines[0].contains("route=/held/{name} status=200"))
            #expect(lines[1].contains("route=unmatched status=404"))
            #expect(lines[2].contains("bytes=5"))
            #expect(
                !server.logs.lines.contains { $0.lowercased().contains("canary") || $0.contains("127.0.0.1:") && $0.contains("answered") })
            #expect(server.counts["thaw_http_requests unmatched 404"] == 1)
        }
    }
}

@Suite struct `The operator's listener` {
    private func withListener(
        checks: [ReadinessCheck], registry: PrometheusRegistry = PrometheusRegistry(),
        _ body: @Sendable @escaping (SocketAddress) async throws -> Void
    ) async throws {
        try await withListening(logger: .quiet) { onListening in
            OperatorListener(
                address: .tcp(host: "127.0.0.1", port: 0), registry: registry, checks: checks, logger: .quiet, onListening: onListening)
        } _: { address, _ in
            try await body(address)
        }
    }

    private func get(_ path: String, from address: SocketAddress) async throws -> RawAnswer {
        try await withRawConnection(to: address) { connection in
            try await connection.send("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n")
            return try #require(try await connection.answer())
        }
    }

    @Test func `It tells that it lives, whether it is ready and why not, and its figures`() async throws {
        let registry = PrometheusRegistry()
        registry.gauge("thaw_plates", "Plates in memory.") { 3 }
        let checks = [ReadinessCheck("index") { true }, ReadinessCheck("disk") { false }]
        try await withListener(checks: checks, registry: registry) { address in
            #expect(try await get("/livez", from: address).status == 200)
            let ready = try await get("/readyz", from: address)
            #expect(ready.status == 503)
            #expect(ready.body == "not ready\nindex: ready\ndisk: not ready\n")
            let metrics = try await get("/metrics", from: address)
            #expect(metrics.status == 200)
            #expect(metrics.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(metrics.body.contains("thaw_plates 3\n"))
            #expect(try await get("/v1/lookups", from: address).status == 404)
        }
    }

    @Test func `It is ready when every check is`() async throws {
        try await withListener(checks: [ReadinessCheck("index") { true }]) { address in
            let ready = try await get("/readyz", from: address)
            #expect(ready.status == 200)
            #expect(ready.body == "ready\nindex: ready\n")
        }
    }
}
