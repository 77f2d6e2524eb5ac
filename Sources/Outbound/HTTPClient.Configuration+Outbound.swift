package import AsyncHTTPClient

extension HTTPClient.Configuration {
    /// For clients that send a secret to one address. They follow no redirect, because a receiver must not choose where else the secret
    /// goes. No answer of a receiver can end the process.
    package static var outbound: Self {
        var configuration = Self(redirectConfiguration: .disallow)
        // The check is on connections of HTTP/1.1 alone.
        configuration.httpVersion = .http1Only
        configuration.http1_1ConnectionDebugInitializer = AnswerCheck.add
        return configuration
    }
}
