/// A listener's settings.
package struct ServerSettings: Sendable {
    package var address: ListenAddress
    /// nil for plain HTTP.
    package var certificates: TLSCertificates?
    package var limits: ServerLimits
    /// The settings `chapter.help` and `chapter.contact`, for the transport's own answers.
    package var help: String?
    package var contact: String?

    package init(
        address: ListenAddress,
        certificates: TLSCertificates? = nil,
        limits: ServerLimits = ServerLimits(),
        help: String? = nil,
        contact: String? = nil
    ) {
        self.address = address
        self.certificates = certificates
        self.limits = limits
        self.help = help
        self.contact = contact
    }
}
