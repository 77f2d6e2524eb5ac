import HTTPTypes
package import Hummingbird
package import Plates

/// Calls through a carrier: answers each of its webhooks with TwiML.
package struct WebhookFront: Sendable {
    package struct Settings: Sendable {
        /// The public address without its path: `https://voice.example.org`.
        package var origin: String
        /// Its path: `/call`.
        package var path: String
        package var signature: CarrierSignature
        package var language = SpokenLanguage.english
        package var call = Call.Settings()
        /// The number of the person that callers may be connected to.
        package var person: String?

        package init(origin: String, path: String, signature: CarrierSignature) {
            self.origin = origin
            self.path = path
            self.signature = signature
        }
    }

    /// A carrier's request has about 1 KiB.
    private static let bodyBytesMax = 16_384
    private static let front = "webhook"

    private let settings: Settings
    private let questions: CallQuestions
    private let calls: WebhookCalls
    /// Unix seconds.
    private let now: @Sendable () -> Int64

    package init(_ settings: Settings, questions: CallQuestions, now: @escaping @Sendable () -> Int64) {
        self.settings = settings
        self.questions = questions
        self.now = now
        calls = WebhookCalls(limits: questions.limits)
    }

    /// POST only: a GET would put the caller's words into an address.
    package var router: Router<BasicRequestContext> {
        let router = Router()
        router.post(RouterPath(settings.path)) { request, _ in await answer(request) { form in await begin(form) } }
        router.post(RouterPath("\(settings.path)/:handle/:step")) { request, context in
            let handle = context.parameters.get("handle") ?? ""
            let step = context.parameters.get("step", as: Int.self) ?? -1
            return await answer(request) { form in await goOn(handle, step: step, form) }
        }
        return router
    }

    /// Reads and checks a request before anything else looks at it.
    private func answer(_ request: Request, _ work: (WebhookForm) async -> String) async -> Response {
        guard let buffer = try? await request.body.collect(upTo: Self.bodyBytesMax), case let body = Array(buffer.readableBytesView),
            let form = WebhookForm(body), form["CallSid"]?.isEmpty == false
        else {
            questions.metrics.refusals("malformed")
            return Self.response("webhook.malformed\n", type: "text/plain", status: .badRequest)
        }
        let isSigned = settings.signature.accepts(
            path: request.uri.string, form: form, body: body, header: { name in HTTPField.Name(name).flatMap { request.headers[$0] } },
            now: now())
        guard isSigned else {
            questions.metrics.refusals("signature")
            return Self.response("webhook.signature\n", type: "text/plain", status: .forbidden)
        }
        return Self.response(await work(form), type: TwiML.mediaType)
    }

    private func begin(_ form: WebhookForm) async -> String {
        let call = Call(language: settings.language, settings: settings.call)
        let caller = questions.limits.caller(form["From"])
        guard let entry = calls.begin(call, callID: form["CallSid"] ?? "", caller: caller) else {
            questions.metrics.calls(Self.front, "busy")
            return TwiML.last("busy", .of(settings.language))
        }
        questions.metrics.calls(Self.front, "begun")
        return await advance(entry, WebhookCalls.newHandle(), .began)
    }

    private func goOn(_ handle: String, step: Int, _ form: WebhookForm) async -> String {
        guard let entry = calls.take(handle, step: step, callID: form["CallSid"] ?? "") else {
            questions.metrics.refusals("replayed")
            return TwiML.last("failed", .of(settings.language))
        }
        return await advance(entry, handle, event(form, of: entry))
    }

    private func event(_ form: WebhookForm, of entry: WebhookCalls.Entry) -> CallEvent {
        if questions.limits.now - entry.startedAt >= Call.durationMax { return .overtime }
        if let digits = form["Digits"], !digits.isEmpty { return .keyed(digits) }
        if let text = form["SpeechResult"], !text.isEmpty { return .heard([HeardText(text)]) }
        return .silence
    }

    /// Takes a call on until it waits for the caller, or is over.
    private func advance(_ entry: WebhookCalls.Entry, _ handle: String, _ event: CallEvent) async -> String {
        var entry = entry
        var step = entry.call.handle(event)
        while let answer = await questions.answer(to: step.next, from: entry.caller) { step = entry.call.handle(answer) }
        entry.step += 1
        let action = "\(settings.origin)\(settings.path)/\(handle)/\(entry.step)"
        if case .listen = step.next {
            calls.put(entry, handle: handle)
        } else {
            questions.metrics.calls(Self.front, step.next == .transfer ? "transferred" : "ended")
            calls.end(entry)
        }
        return TwiML.answer(step, entry.call.words, action: action, person: settings.person)
    }

    private static func response(_ text: String, type: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
