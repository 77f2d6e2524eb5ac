import Plates
import Wire

/// What `list.js` must know to read plates, besides their canonical form.
private struct KnownWords: Encodable {
    /// What names an issuer in the registry's country besides its code, by code; the name first.
    let issuers: [String: [String]]
    /// Words that stand where a plate would.
    let placeholders: [String]
}

extension StaticFile {
    /// The script of the list on a member's phone. It names issuers as ``PlateReader`` does in the registry's country.
    static func list(in country: Country) -> StaticFile {
        var issuers: [String: [String]] = [:]
        for issuer in Issuer.all where issuer != .unknown {
            let texts = [issuer.name, issuer.abbreviation] + issuer.alsoWritten
            issuers[issuer.code] = texts.filter { Issuer($0, country: country) == issuer }
        }
        let known = WireJSON.encode(KnownWords(issuers: issuers, placeholders: Placeholders.words))
        let script: [UInt8] = Array("const known = ".utf8) + known + Array(";\n".utf8) + PackageResources.list_js
        return StaticFile("list.js", script)
    }
}
