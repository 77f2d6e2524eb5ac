package import Web

/// A listener's settings.
package struct ServerSettings: Sendable {
    package var address: ListenAddress
    /// nil for plain HTTP.
    package var certificates: TLSCertificates?
    package var limits: ServerLimits
    /// The settings `chapter.help` and `chapter.contact`, for the transport's own answers.
    package var help: String?
    package var contact: String?
    /// The pages, for the transport's own answers to browsers; nil if none are served.
    package var site: Site?

    package init(
        address: ListenAddress,
        certificates: TLSCertificates? = nil,
        limits: ServerLimits = ServerLimits(),
        help: String? = nil,
        contact: String? = nil,
        site: Site? = nil
    ) {
        self.address = address
        self.certificates = certificates
        self.limits = limits
        self.help = help
        self.contact = contact
        self.site = site
    }
}
