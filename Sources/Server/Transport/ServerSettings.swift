/// How a listener is set up.
package struct ServerSettings: Sendable {
    package var address: ListenAddress
    /// Without it the listener speaks plain HTTP.
    package var certificates: TLSCertificates?
    package var limits: ServerLimits
    /// What the operator set as `chapter.help` and `chapter.contact`: it stands in the answers that the transport gives by itself.
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
