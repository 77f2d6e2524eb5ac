import Server

/// The lines that `thawd init` ends with: how to start, log in and invite.
package enum InitNextSteps {
    /// - Parameters:
    ///   - service: the packaged service; nil for a registry that this user starts.
    ///   - file: the configuration file, if `thawd` does not find it by itself.
    package static func lines(_ settings: Settings, service: ServiceFiles?, file: String?) -> [String] {
        var lines = ["", "Next:"]
        if let service { lines += preparations(settings, service) }
        lines.append("  " + (service == nil ? "thawd\(file.map { " --config \($0)" } ?? "")" : "sudo systemctl start thawd"))
        let command = login(settings)
        if let service {
            lines.append("  sudo cat \(service.dataFolder)/first-admin-token | \(command)")
        } else {
            lines.append("  \(command)")
        }
        lines.append("  thaw token invite volunteer")
        return lines
    }

    /// Steps outside of thawd, before its start.
    private static func preparations(_ settings: Settings, _ service: ServiceFiles) -> [String] {
        let examples = "/usr/share/doc/thawd/examples"
        if settings.onionOrigin != nil {
            return [
                "  sudo adduser debian-tor thawd",
                "  add the lines of \(examples)/torrc to /etc/tor/torrc, then: sudo systemctl restart tor",
            ]
        }
        if let key = settings.certificateKeyFile {
            var lines = ["  sudo chgrp thawd \(key) && sudo chmod 640 \(key)   (or see \(examples)/tls-key.conf)"]
            if case .tcp(_, let port) = settings.address, port < 1024 {
                lines.append("  sudo install -D -m 644 \(examples)/port-443.conf /etc/systemd/system/thawd.service.d/port-443.conf")
                lines.append("  sudo systemctl daemon-reload")
            }
            return lines
        }
        return settings.proxies.isEmpty ? [] : ["  set up nginx as in \(examples)/nginx.conf"]
    }

    private static func login(_ settings: Settings) -> String {
        if let onion = settings.onionOrigin { return "ALL_PROXY=socks5h://127.0.0.1:9050 thaw login \(onion)" }
        if settings.certificateFile != nil || settings.address.isSocket, let origin = settings.pageOrigins.first {
            return "thaw login \(origin)"
        }
        return "thaw login http://\(settings.address)"
    }
}
