import Foundation
import HTTPTypes
import Server
import TestSupport
import Testing
import Vocabulary
import Wire

struct RequestTests {
    @Test("An unknown route is not found, and the answer to a wrong method names the right ones")
    func addresses() async throws {
        try await withAPIServer { server in
            for path in ["/", "/v1", "/v2/lookups", "/v1/plates/ABC123", "/v1/invites/1/2", "/v1/Lookups", "/metrics", "/livez"] {
                let answer = try await server.get(path)
                #expect(answer.code == .requestNotFound, "\(path)")
                #expect(answer.status == 404)
            }
            let wrong: [(String, String, Set<String>)] = [
                ("GET", "/v1/lookups", ["POST"]), ("PUT", "/v1/reports", ["POST"]), ("POST", "/v1/vocabulary", ["GET", "HEAD"]),
                ("PATCH", "/v1/invites", ["GET", "HEAD", "POST"]), ("GET", "/v1/invites/7", ["DELETE"]),
                ("POST", "/v1/tokens/self", ["GET", "HEAD", "DELETE"]), ("OPTIONS", "/v1/stats", ["GET", "HEAD"]),
                ("DELETE", "/openapi.json", ["GET", "HEAD"]),
            ]
            for (method, path, allowed) in wrong {
                let answer = try await server.send(method, path)
                #expect(answer.code == .requestMethod, "\(method) \(path)")
                let named = Set((answer.headers["allow"] ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
                #expect(named.isSuperset(of: allowed), "\(method) \(path) allows \(named)")
                #expect(!named.contains(method))
            }
        }
    }

    @Test("HEAD answers as GET does, without a body")
    func head() async throws {
        try await withAPIServer { server in
            for path in ["/v1/vocabulary", "/openapi.json", "/v1/stats"] {
                let got = try await server.get(path)
                let head = try await server.send("HEAD", path)
                #expect(head.status == 200)
                #expect(head.headers["content-length"] == got.headers["content-length"])
                #expect(head.headers["etag"] == got.headers["etag"])
            }
        }
    }

    @Test("Every route that takes a body names what is wrong with one, and never fails inside")
    func hostileBodies() async throws {
        try await withAPIServer { server in
            let admin = try await server.token("ann", .admin)
            let json = ["Content-Type: application/json"]
            let hostile: [([String], [UInt8], ErrorCode)] = [
                (json, [], .requestMalformedJSON),
                (json, Array("{".utf8), .requestMalformedJSON),
                (json, Array("plates=ABC123".utf8), .requestMalformedJSON),
                (json, Array(String(repeating: "[", count: 8_000).utf8), .requestMalformedJSON),
                (json, Array("[]".utf8), .requestWrongType),
                (json, Array("7".utf8), .requestWrongType),
                (json, Array("null".utf8), .requestWrongType),
                (json, Array(#"{"surprise":1}"#.utf8), .requestUnknownField),
                (json, [0x7B, 0xFF, 0x7D], .requestEncoding),
                (json, [0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00], .requestEncoding),
                ([], Array("{}".utf8), .requestMediaType),
                (["Content-Type: text/plain"], Array("{}".utf8), .requestMediaType),
                (["Content-Type: application/x-www-form-urlencoded"], Array("{}".utf8), .requestMediaType),
                (["Content-Type: application/jsonp"], Array("{}".utf8), .requestMediaType),
                (json + json, Array("{}".utf8), .requestMediaType),
                (json + ["Content-Encoding: gzip"], Array("{}".utf8), .requestContentEncoding),
            ]
            let bodies = Set(server.document.operations.filter { $0.members["requestBody"] != nil }.map(\.path))
            // Of these every field may be left out.
            let open: Set<String> = ["/v1/moderation/queue", "/v1/moderation/audit", "/v1/moderation/ageing"]
            for route in Route.all where route.method == .post && bodies.contains(route.path) {
                for (headers, body, code) in hostile {
                    let answer = try await server.send("POST", route.path, as: admin, headers: headers, body: body)
                    #expect(answer.code == code, "\(route.path) \(headers) \(body.prefix(20)) \(answer.text)")
                    #expect(answer.headers["cache-control"] == "no-store")
                }
                let empty = try await server.send(
                    "POST", route.path, as: admin, headers: ["Content-Type: Application/JSON ; charset=utf-8"],
                    body: Array("{}".utf8))
                let expected: [ErrorCode?] = open.contains(route.path) ? [nil] : [.requestFieldMissing, .searchEmpty]
                #expect(expected.contains(empty.code), "\(route.path) \(empty.text)")
            }
        }
    }

    @Test("A query that a route does not have is refused by name, on every route")
    func unknownParameters() async throws {
        try await withAPIServer { server in
            for route in Route.all {
                let token = try await server.token("\(route.method) \(route.path)", .admin)
                let path = route.path.replacingOccurrences(of: "{id}", with: "1")
                let answer = try await server.send(
                    route.method.rawValue, path + "?plate=ABC123", as: token, headers: ["Content-Type: application/json"],
                    body: route.method == .post ? Array("{}".utf8) : nil)
                #expect(answer.code == .requestUnknownField, "\(route.method) \(route.path) \(answer.text)")
                #expect(answer.field == "plate")
                #expect(!answer.text.contains("ABC123"))
            }
        }
    }

    @Test("A body past its limit is refused before it is read")
    func tooLarge() async throws {
        try await withAPIServer { server in
            let padding = String(repeating: " ", count: WireLimits.bodyBytes)
            #expect(try await server.post("/v1/lookups", #"{"plates":["ABC123"]}"# + padding).code == .requestTooLarge)
            let ann = try await server.token("ann")
            #expect(try await server.post("/v1/lookups", #"{"plates":["ABC123"]}"# + padding, as: ann).status == 200)
            #expect(try await server.post("/v1/searches", #"{"color":"black"}"# + padding, as: ann).code == .requestTooLarge)
            let batch = String(repeating: " ", count: WireLimits.batchBytes)
            #expect(try await server.post("/v1/reports", #"{"reports":[]}"# + batch, as: ann).code == .requestTooLarge)
        }
    }

    @Test("Every problem carries the chapter's lines, and nothing of the request's values")
    func chapterLines() async throws {
        try await withAPIServer { server in
            for answer in [
                try await server.get("/nowhere"), try await server.post("/v1/reports", "{}"), try await server.post("/v1/lookups", "{"),
            ] {
                let problem = try answer.decoded(Problem.self)
                #expect(problem.help == "https://help.example/now")
                #expect(problem.contact == "list@example.org")
                #expect(problem.type == "/docs/reference/errors.md#\(problem.code)")
            }
        }
        try await withAPIServer(APIOptions { $0.settings.chapter = Chapter() }) { server in
            let problem = try await server.get("/nowhere").decoded(Problem.self)
            #expect(problem.help == nil && problem.contact == nil)
        }
    }

    @Test("A problem's type leads to its code in the table of errors, which the server serves")
    func tableOfErrors() async throws {
        try await withAPIServer { server in
            let problem = try await server.get("/nowhere").decoded(Problem.self)
            let parts = problem.type.split(separator: "#")
            let page = try await server.get(String(parts[0]))
            #expect(page.status == 200)
            #expect(page.headers["content-type"] == "text/markdown; charset=utf-8")
            #expect(page.text == ErrorReference.page)
            #expect(page.text.contains("<a id=\"\(parts[1])\"></a>"))
        }
    }

    @Test("The log holds routes and statuses, never a plate, a token or an address")
    func logs() async throws {
        try await withAPIServer { server in
            let ann = try await server.token("ann", .admin)
            _ = try await server.post("/v1/lookups", #"{"plates":["CANARY77"]}"#, as: ann)
            _ = try await server.post("/v1/reports", ReportsRequest([reportBody("CANARY77")]), as: ann)
            _ = try await server.get("/v1/plates/CANARY77?plate=CANARY77", as: ann)
            _ = try await server.delete("/v1/tokens/CANARY77", as: ann)
            // The listener logs its own address, which is not a client's.
            let lines = server.logs.lines.filter { !$0.contains("listening on") }
            #expect(lines.contains { $0.contains("/v1/lookups") && $0.contains("status=200") })
            #expect(lines.contains { $0.contains("/v1/tokens/") && $0.contains("status=404") })
            for line in lines {
                #expect(!line.contains("CANARY77") && !line.contains(ann.text) && !line.contains("127.0.0.1"), "\(line)")
            }
        }
    }
}
