import NIOConcurrencyHelpers
import NIOCore
import NIOSSL
import Wire

/// The files of a listener's certificate chain and key, both PEM.
package struct TLSFiles: Hashable, Sendable {
    package let certificate: String
    package let key: String

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}

/// The certificate of new connections: TLS 1.2 or later, HTTP/1.1 by ALPN.
package final class TLSCertificates: Sendable {
    private let files: TLSFiles
    private let current: NIOLockedValueBox<NIOSSLContext>

    /// - Throws: `tls.unusable` with the unusable file, or if the two do not match.
    package init(_ files: TLSFiles) throws(ServerError) {
        self.files = files
        current = NIOLockedValueBox(try Self.load(files))
    }

    var context: NIOSSLContext { current.withLockedValue { $0 } }

    /// Reloads both files. New connections get the new certificate; open ones keep theirs.
    ///
    /// - Throws: `tls.unusable`; the current certificate stays in use.
    package func reload() throws(ServerError) {
        let context = try Self.load(files)
        current.withLockedValue { $0 = context }
    }

    /// The TLS 1.2 suites: only with forward secrecy and authenticated encryption, so without CBC. All TLS 1.3 suites have both.
    private static let suites: [NIOTLSCipher] = [
        .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    ]

    private static func load(_ files: TLSFiles) throws(ServerError) -> NIOSSLContext {
        let chain: [NIOSSLCertificate]
        do {
            chain = try NIOSSLCertificate.fromPEMFile(files.certificate)
        } catch {
            throw ServerError(.tlsUnusable, attempted: "read certificates in PEM from \(files.certificate)")
        }
        let key: NIOSSLPrivateKey
        do {
            key = try NIOSSLPrivateKey(file: files.key, format: .pem)
        } catch {
            throw ServerError(.tlsUnusable, attempted: "read a private key in PEM from \(files.key)")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.cipherSuiteValues = suites
        configuration.applicationProtocols = ["http/1.1"]
        configuration.shutdownTimeout = .seconds(2)
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw ServerError(.tlsUnusable, attempted: "use \(files.certificate) with \(files.key)")
        }
    }
}
