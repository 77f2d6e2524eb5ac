import CCurl

/// One libcurl handle and its open connections; one transfer at a time.
///
/// libcurl is initialized at the first transfer, so a command that only reads files starts without it.
final class CurlConnection {
    private let server: ServerAddress
    private let token: String?
    private let settings: ClientSettings
    private let environment: [String: String]
    private let interruption: Interruption
    private var handles: (multi: UnsafeMutableRawPointer, easy: UnsafeMutableRawPointer)?

    init(server: ServerAddress, token: String?, settings: ClientSettings, environment: [String: String], interruption: Interruption) {
        self.server = server
        self.token = token
        self.settings = settings
        self.environment = environment
        self.interruption = interruption
    }

    deinit {
        if let handles {
            curl_easy_cleanup(handles.easy)
            curl_multi_cleanup(handles.multi)
        }
    }

    /// Sends one request and returns the answer, of any status.
    ///
    /// - Throws: an error of kind `.unreachable`, `.interrupted` or `.local`; `.malformed` if the answer is too large or not HTTP.
    func perform(_ request: HTTPRequest, withinSeconds seconds: Double) throws(ClientError) -> HTTPAnswer {
        if interruption.isRaised { throw ClientError(.interrupted) }
        if settings.pins != nil, !server.usesTLS { throw ClientError(.pinWithoutTLS) }
        let route = try settings.proxy.route(to: server, environment: environment)
        let (multi, easy) = try opened()
        let sink = AnswerSink(bytesMax: request.answerBytesMax ?? settings.answerBytesMax)
        let headers = CurlList(headerLines(for: request))

        curl_easy_reset(easy)
        var options = CurlOptions(easy)
        options.setLimits(
            settings, seconds: seconds, isOnion: server.isOnion, bytesMax: request.answerBytesMax ?? settings.answerBytesMax)
        options.setTrust(settings)
        options.setProxy(route)
        options.setRequest(request, url: server.text + request.target, headers: headers)
        options.setSink(sink)
        guard options.failure == CURLE_OK else { throw ClientError(.transferFailed, subject: CurlOptions.describe(options.failure)) }

        guard curl_multi_add_handle(multi, easy) == CURLM_OK else { throw ClientError(.transferFailed) }
        defer {
            // libcurl has raw pointers to both until the transfer is removed.
            curl_multi_remove_handle(multi, easy)
            withExtendedLifetime((sink, headers)) {}
        }
        let result = try run(multi)
        guard result == CURLE_OK else { throw failure(result, sink: sink, easy: easy, route: route) }
        return sink.answer(from: easy)
    }

    private func opened() throws(ClientError) -> (multi: UnsafeMutableRawPointer, easy: UnsafeMutableRawPointer) {
        if let handles { return handles }
        guard Self.isLibraryReady, let multi = curl_multi_init() else { throw ClientError(.transferFailed) }
        guard let easy = curl_easy_init() else {
            curl_multi_cleanup(multi)
            throw ClientError(.transferFailed)
        }
        thaw_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 2)
        handles = (multi, easy)
        return (multi, easy)
    }

    private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Runs the transfer to its end. An interruption ends it at once.
    private func run(_ multi: UnsafeMutableRawPointer) throws(ClientError) -> CURLcode {
        var running: Int32 = 1
        var slowAt = settings.onSlow.map { _ in ContinuousClock.now + Self.slowAfter }
        while true {
            guard curl_multi_perform(multi, &running) == CURLM_OK else { throw ClientError(.transferFailed) }
            if interruption.isRaised { throw ClientError(.interrupted) }
            if running == 0 { break }
            var extra = curl_waitfd(fd: interruption.readEnd, events: Int16(CURL_WAIT_POLLIN), revents: 0)
            let wait = slowAt == nil ? Self.pollMilliseconds : Self.slowPollMilliseconds
            let polled = curl_multi_poll(multi, &extra, interruption.readEnd >= 0 ? 1 : 0, wait, nil)
            guard polled == CURLM_OK else { throw ClientError(.transferFailed) }
            if let time = slowAt, ContinuousClock.now >= time {
                slowAt = nil
                settings.onSlow?()
            }
        }
        var result = CURLE_OK
        guard thaw_curl_multi_result(multi, &result) == 1 else { throw ClientError(.transferFailed) }
        return result
    }

    /// libcurl shortens the wait if one of its own timers is due.
    private static let pollMilliseconds: Int32 = 1_000
    private static let slowPollMilliseconds: Int32 = 100
    private static let slowAfter = Duration.milliseconds(500)

    private func headerLines(for request: HTTPRequest) -> [String] {
        // A header without a value removes libcurl's own: thawd does not need "Expect: 100-continue".
        var lines = ["Accept: application/json, application/problem+json", "Expect:"]
        if request.body != nil {
            lines.append("Content-Type: application/json")
        } else if request.method == .post {
            // Otherwise libcurl would send the type of a form.
            lines.append("Content-Type:")
        }
        if let tag = request.knownTag { lines.append("If-None-Match: " + tag) }
        if let token { lines.append("Authorization: Bearer " + token) }
        return lines
    }

    private func failure(_ result: CURLcode, sink: AnswerSink, easy: UnsafeMutableRawPointer, route: ClientSettings.Proxy) -> ClientError {
        if sink.isTooLarge || result == CURLE_FILESIZE_EXCEEDED { return ClientError(.tooLarge) }
        let usesProxy = route.isLikelyUsed(forTLS: server.usesTLS, environment: environment)
        switch result {
        case CURLE_COULDNT_RESOLVE_HOST: return ClientError(.nameNotFound)
        case CURLE_COULDNT_CONNECT: return ClientError(usesProxy ? .proxyFailed : .noConnection)
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: return ClientError(.proxyFailed)
        case CURLE_OPERATION_TIMEDOUT: return ClientError(.timedOut)
        case CURLE_SSL_CONNECT_ERROR: return ClientError(.tlsFailed)
        case CURLE_PEER_FAILED_VERIFICATION: return ClientError(.certificate)
        case CURLE_SSL_CACERT_BADFILE: return ClientError(.certificateFile, subject: settings.certificateFile)
        case CURLE_SSL_PINNEDPUBKEYNOTMATCH: return ClientError(.pinMismatch)
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE:
            return ClientError(sink.proxyRefused(easy) ? .proxyFailed : .connectionLost)
        // libcurl's codes for an answer that is not HTTP.
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING: return ClientError(.notJSON)
        default: return ClientError(.transferFailed, subject: CurlOptions.describe(result))
        }
    }
}
