import CCurl

/// Sets the options of one transfer, and remembers the first one that libcurl rejects: without its pin check, a client must not connect.
struct CurlOptions {
    private(set) var failure = CURLE_OK
    private let easy: UnsafeMutableRawPointer

    init(_ easy: UnsafeMutableRawPointer) {
        self.easy = easy
    }

    mutating func setLimits(_ settings: ClientSettings, seconds: Double, isOnion: Bool, bytesMax: Int) {
        let connectSeconds = min(settings.connectSeconds * (isOnion ? 3 : 1), seconds)
        set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(connectSeconds))
        set(CURLOPT_TIMEOUT_MS, milliseconds(seconds))
        set(CURLOPT_LOW_SPEED_LIMIT, 100)
        set(CURLOPT_LOW_SPEED_TIME, settings.stallSeconds)
        check(thaw_curl_set_offset(easy, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(bytesMax)))
        check(thaw_curl_quick_exit(easy))
    }

    mutating func setTrust(_ settings: ClientSettings) {
        check(thaw_curl_allow_http_only(easy))
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_VERBOSE, 0)
        set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        if let file = settings.certificateFile {
            set(CURLOPT_CAINFO, file)
            // Debian's libcurl would still trust the system's folder, too.
            set(CURLOPT_CAPATH, nil)
        }
        if let pins = settings.pins { set(CURLOPT_PINNEDPUBLICKEY, pins.joined) }
    }

    mutating func setProxy(_ route: ClientSettings.Proxy) {
        switch route {
        case .environment: break
        case .none: set(CURLOPT_PROXY, "")
        case .url(let text):
            set(CURLOPT_PROXY, text)
            set(CURLOPT_NOPROXY, "")
        }
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    }

    mutating func setRequest(_ request: HTTPRequest, url: String, headers: CurlList) {
        set(CURLOPT_URL, url)
        set(CURLOPT_PATH_AS_IS, 1)
        set(CURLOPT_USERAGENT, "thaw/1")
        check(thaw_curl_set_list(easy, CURLOPT_HTTPHEADER, headers.first))
        // On a reused connection that died, libcurl sends the request again by itself. A new connection prevents that.
        if !request.isRepeatable { set(CURLOPT_FRESH_CONNECT, 1) }
        if let body = request.body {
            set(CURLOPT_POST, 1)
            check(thaw_curl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
            body.withUnsafeBytes { bytes in
                // libcurl only reads the bytes, and copies them now.
                check(thaw_curl_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress)))
            }
        }
        if request.method == .post, request.body == nil {
            set(CURLOPT_POST, 1)
            // Without these, libcurl would read a body from standard input.
            check(thaw_curl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, 0))
            set(CURLOPT_COPYPOSTFIELDS, "")
        }
        if request.allowsCompression { set(CURLOPT_ACCEPT_ENCODING, "gzip") }
        if request.method == .delete { set(CURLOPT_CUSTOMREQUEST, request.method.rawValue) }
    }

    /// - Important: the sink must live until the transfer is removed.
    mutating func setSink(_ sink: AnswerSink) {
        let context = Unmanaged.passUnretained(sink).toOpaque()
        check(thaw_curl_set_bytes_callback(easy, CURLOPT_WRITEFUNCTION, receiveBody))
        check(thaw_curl_set_pointer(easy, CURLOPT_WRITEDATA, context))
        check(thaw_curl_set_bytes_callback(easy, CURLOPT_HEADERFUNCTION, receiveHeader))
        check(thaw_curl_set_pointer(easy, CURLOPT_HEADERDATA, context))
    }

    static func describe(_ code: CURLcode) -> String {
        String(cString: curl_easy_strerror(code))
    }

    private mutating func set(_ option: CURLoption, _ value: Int) {
        check(thaw_curl_set_long(easy, option, value))
    }

    private mutating func set(_ option: CURLoption, _ value: String?) {
        check(thaw_curl_set_string(easy, option, value))
    }

    private mutating func check(_ code: CURLcode) {
        if failure == CURLE_OK { failure = code }
    }

    private func milliseconds(_ seconds: Double) -> Int {
        // Zero would mean libcurl's own default.
        max(1, Int(seconds * 1_000))
    }
}

/// A list of header lines in libcurl's form.
final class CurlList {
    let first: UnsafeMutablePointer<curl_slist>?

    init(_ lines: [String]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = curl_slist_append(list, line) else { fatalError("out of memory") }
            list = longer
        }
        first = list
    }

    deinit {
        curl_slist_free_all(first)
    }
}
