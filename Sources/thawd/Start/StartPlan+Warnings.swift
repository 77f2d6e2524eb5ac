import Glibc
import Server

extension StartPlan {
    /// What works, and is probably a slip: one sentence each. Looks at files and changes nothing.
    package func warnings() -> [String] {
        var warnings = areaWarnings.map { "areas.file: \($0)" }
        if let secret = try? keyFile.read(), let pattern = SealKeyFile.pattern(of: secret) {
            warnings.append(
                "seal.key_file: the key in \(keyFile.path) \(pattern), so it is not random and can be guessed. Make one with: openssl rand -hex 32"
            )
        }
        for range in settings.proxies where Self.isTooWide(range) {
            warnings.append(
                "server.proxies: \(range) believes nearly everybody's X-Forwarded-For, so anybody can escape the limits. Name the proxies alone."
            )
        }
        if !settings.operatorAddress.isLocal {
            warnings.append(
                "operator.address: \(settings.operatorAddress) is not on loopback, so others can read the registry's figures. "
                    + "Use 127.0.0.1 or a Unix socket.")
        }
        if let key = certificateFiles?.key, Self.isReadableByOthers(key) {
            warnings.append("server.tls.key: every user of this machine can read \(key). Make it mode 0600 or 0640: chmod 640 \(key)")
        }
        return warnings
    }

    /// Shorter prefixes hold no network that is one operator's own.
    private static func isTooWide(_ range: String) -> Bool {
        let parts = range.split(separator: "/")
        guard parts.count == 2, let bits = Int(parts[1]) else { return false }
        return bits < (parts[0].contains(":") ? shortestPrefixOfSix : shortestPrefixOfFour)
    }

    /// `10.0.0.0/8`, the largest private network.
    private static let shortestPrefixOfFour = 8
    /// `fc00::/7`, the unique local addresses.
    private static let shortestPrefixOfSix = 7

    private static func isReadableByOthers(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IROTH != 0
    }
}

extension SealKeyFile {
    /// What shows that somebody thought a key up, as it goes on after "the key"; nil for one that could be random.
    ///
    /// Of random keys less than one in a million million has any of it.
    package static func pattern(of secret: [UInt8]) -> String? {
        let steps = Set(zip(secret, secret.dropFirst()).map { $1 &- $0 })
        if steps == [0] { return "holds one byte again and again" }
        if steps.count == 1 { return "counts up or down" }
        if secret.allSatisfy({ 32...126 ~= $0 }) { return "is text" }
        let isRepeated = (2...secret.count / 2).contains { period in zip(secret, secret.dropFirst(period)).allSatisfy(==) }
        if isRepeated { return "repeats itself" }
        // 32 random bytes are 30 different ones on average, and fewer than 20 once in a million million.
        if Set(secret).count < 20 { return "has few different bytes" }
        return nil
    }
}
