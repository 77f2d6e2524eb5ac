import Plates
import Wire

/// The words that `list.js` needs to read plates, besides their canonical form.
private struct KnownWords: Encodable {
    /// The names and abbreviations of issuers in the registry's country, by code; the name first.
    let issuers: [String: [String]]
    /// Placeholders: words that people write instead of a plate.
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
