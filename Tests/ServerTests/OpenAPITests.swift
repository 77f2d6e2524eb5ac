import Foundation
import HTTPTypes
import Server
import TestSupport
import Testing
import Vocabulary
import Wire

struct OpenAPITests {
    @Test("The document describes every route, and no others")
    func routesAndDocumentAgree() async throws {
        try await withAPIServer { server in
            let routes = Set(Route.all.map { "\($0.method.rawValue) \($0.path) \(Self.word($0.access))" })
            let described = Set(server.document.operations.map { "\($0.method) \($0.path) \($0.members["x-thaw-access"]?.text ?? "?")" })
            #expect(routes == described)
            #expect(routes.count == Route.all.count)
        }
    }

    @Test("The security that is described is the one that the routes ask for")
    func securityAgrees() async throws {
        try await withAPIServer { server in
            for operation in server.document.operations {
                let answer = try await server.send(
                    operation.method, operation.path.replacingOccurrences(of: "{id}", with: "1"),
                    headers: ["Content-Type: application/json"],
                    body: operation.method == "POST" ? Array("{}".utf8) : nil)
                let security = try #require(operation.members["security"]?.list)
                let isBearersOnly = security == [.object(["token": .list([])])]
                #expect((answer.code == .tokenMissing) == isBearersOnly, "\(operation.method) \(operation.path)")
            }
        }
    }

    @Test("Every reference leads somewhere, every part is used, and every operation has a name of its own")
    func referencesAreWhole() async throws {
        try await withAPIServer { server in
            var used: Set<String> = []
            func walk(_ value: JSONTree) {
                if let reference = value["$ref"]?.text {
                    _ = server.document.resolve(value)
                    used.insert(reference)
                }
                for member in value.object?.values.map({ $0 }) ?? [] { walk(member) }
                for item in value.list ?? [] { walk(item) }
            }
            walk(server.document.root)
            let schemas = try #require(server.document.root["components"]?["schemas"]?.object).keys.map { "#/components/schemas/\($0)" }
            #expect(Set(schemas).subtracting(used) == [])
            let names = server.document.operations.compactMap { $0.members["operationId"]?.text }
            #expect(Set(names).count == server.document.operations.count)
            #expect(server.document.root["openapi"]?.text == "3.1.0")
        }
    }

    @Test("Clients encode bodies as the document describes them")
    func requestsAgree() async throws {
        try await withAPIServer { server in
            let report = reportBody("MN ABC-123", vehicle: VehicleBody(color: "black", body: "suv", make: "ford"), signs: ["convoy"])
            let requests: [(String, any Encodable)] = [
                ("ReportsRequest", ReportsRequest([report, reportBody("XYZ987")], isImport: true)),
                ("WithdrawalsRequest", WithdrawalsRequest([report])),
                ("LookupsRequest", LookupsRequest(plates: ["ABC123"], similar: true)),
                (
                    "SearchRequest",
                    SearchRequest(
                        pattern: "7?K*3", keys: "2345678", color: "black", body: "suv", make: "ford", sign: "convoy", area: "seward",
                        status: "confirmed",
                        limit: 7, cursor: "x")
                ),
                ("InviteRequest", InviteRequest(role: .volunteer, trusted: true)),
                ("RedeemRequest", RedeemRequest(invite: "thawinv_")),
                ("AlertHoldRequest", AlertHoldRequest(output: "north", held: true)),
            ]
            for (name, request) in requests {
                let schema = JSONTree.object(["$ref": .text("#/components/schemas/\(name)")])
                let value = try JSONTree(String(decoding: WireJSON.encode(request), as: UTF8.self))
                #expect(server.document.mismatches(value, schema, at: "") == [], "\(name)")
            }
        }
    }

    @Test("Every code of the table that an answer can have is described under its status")
    func problemsAreDescribed() async throws {
        try await withAPIServer { server in
            let responses = try #require(server.document.root["components"]?["responses"]?.object)
            for code in ErrorCode.allCases {
                guard let status = code.status else { continue }
                #expect(responses[String(status)]?["description"]?.text?.contains("`\(code.rawValue)`") == true, "\(code.rawValue)")
            }
        }
    }

    private static func word(_ access: RouteAccess) -> String {
        switch access {
        case .public: "open"
        case .optionalToken: "anyone"
        case .role(let role): role.rawValue
        }
    }
}
