import Glibc
import Server

extension StartPlan {
    /// Settings that work but are probably mistakes, one sentence each. Reads files and changes nothing.
    package func warnings() -> [String] {
        var warnings = areaWarnings.map { "areas.file: \($0)" }
        // A key that cannot be read is an error elsewhere, not a warning.
        if let secret = try? keyFile.read(), let pattern = SealKeyFile.pattern(of: secret) {
            warnings.append(
                "seal.key_file: the key in \(keyFile.path) \(pattern), so others can guess it. Make a random one: openssl rand -hex 32"
            )
        }
        for range in settings.proxies where Self.isTooWide(range) {
            warnings.append(
                "server.proxies: \(range) trusts almost everyone's X-Forwarded-For, so anyone can avoid the limits. Name only proxies."
            )
        }
        if settings.servesPages, settings.pageOrigins.isEmpty, settings.address.isSocket || !settings.proxies.isEmpty {
            warnings.append(
                "web.origins: not set, so the pages answer only under this machine's own names. Name the addresses that people open.")
        }
        if !settings.operatorAddress.isLocal {
            warnings.append(
                "operator.address: \(settings.operatorAddress) is not on loopback, so others can read the registry's metrics. "
                    + "Use 127.0.0.1 or a Unix socket.")
        }
        if let key = certificateFiles?.key, Self.isReadableByOthers(key) {
            warnings.append("server.tls.key: every user of this machine can read \(key). Run chmod 640 \(key)")
        }
        return warnings + (alerts?.warnings ?? [])
    }

    /// Whether the range is larger than any private network.
    private static func isTooWide(_ range: String) -> Bool {
        let parts = range.split(separator: "/")
        guard parts.count == 2, let bits = Int(parts[1]) else { return false }
        return bits < (parts[0].contains(":") ? shortestPrefixIPv6 : shortestPrefixIPv4)
    }

    /// `10.0.0.0/8`, the largest private network.
    private static let shortestPrefixIPv4 = 8
    /// `fc00::/7`, the unique local addresses.
    private static let shortestPrefixIPv6 = 7

    private static func isReadableByOthers(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IROTH != 0
    }
}
