import Foundation
import Testing
import Web
import Wire

struct TemplateTests {
    static let names = TemplateSet.sources.keys.sorted()

    private func source(_ name: String) throws -> String { try #require(TemplateSet.sources[name]) }

    /// Rendering stops at a tag that no view around it has; here are also the tags of sections that no sample page fills.
    @Test("Every tag, and every placeholder of a text in a template, is a property of some view", arguments: names)
    func tags(template: String) throws {
        let properties = try Self.properties()
        let words = Site.sample.words(.english)
        let text = try source(template)
        let tags = text.matches(of: /\{\{[#^]?([a-zA-Z.]+)\}\}/).map { String($0.output.1) }
        let placeholders = text.matches(of: TemplateSet.wordTag).flatMap { match in
            words[String(match.output.1)].matches(of: Words.placeholder).map { String($0.output.1) }
        }
        for name in (tags + placeholders).flatMap({ $0.split(separator: ".") }) { #expect(properties.contains(String(name)), "\(name)") }
    }

    /// Stored properties of the module's views.
    private static func properties() throws -> Set<String> {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/Web").standardizedFileURL
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return try Set(
            files.filter { $0.hasSuffix(".swift") }.flatMap { file in
                try String(contentsOf: folder.appending(path: file), encoding: .utf8)
                    .matches(of: #/(?m)^\ +(?:package\ )?(?:let|var)\ ([a-zA-Z]+):\ /#).map { String($0.output.1) }
            })
    }

    @Test("No tag is unescaped, and no style or script is inline", arguments: names)
    func policy(template: String) throws {
        let text = try source(template)
        for forbidden in ["{{{", "{{&", " style=", "<style", "<script>", " on", "javascript:"] {
            let isEvent = forbidden == " on"
            let found = isEvent ? text.contains(#/\ on[a-z]+=/#) : text.contains(forbidden)
            #expect(!found, "\(forbidden)")
        }
    }

    @Test("Nothing moves, and the style loads nothing")
    func style() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/Web/Assets/thaw.css")
        let style = try String(contentsOf: file.standardizedFileURL, encoding: .utf8)
        for forbidden in ["animation", "transition", "@keyframes", "@import", "url(", "smooth"] {
            #expect(!style.contains(forbidden), "\(forbidden)")
        }
        #expect(style.contains("grid-template"), "the control: it was read")
    }

    /// A browser keeps the body of a posted form, and values that scripts wrote into its fields. Only "Log out" holds nothing.
    @Test("A form has what keeps its fields out of the browser's files", arguments: names)
    func blankField(template: String) throws {
        for form in try source(template).components(separatedBy: "<form").dropFirst() {
            let body = form.components(separatedBy: "</form>")[0]
            guard !body.contains("action=\"{{frame.base}}/leave\"") else { continue }
            #expect(body.contains("{{>blank}}") && body.contains(#/^[^>]* autocomplete="off"[^>]*>/#), "\(body)")
        }
        #expect(try source("blank").hasPrefix("<input type=\"password\" name=\"blank\" value=\"x\" hidden"), "with scripts, too")
    }

    @Test("Every field for one plate takes 40 characters")
    func lengths() {
        let all = TemplateSet.sources.values.joined()
        let fields = all.matches(of: #/<input id="(plate|asked|another|meant|pattern)"[^>]*>/#).map { String($0.output.0) }
        #expect(fields.count == 6)
        for field in fields { #expect(field.contains("maxlength=\"40\""), "\(field)") }
    }

    @Test("What an operator, a member or a client wrote is escaped")
    func escaping() {
        let site = Site.make { settings in
            settings.name = "<b>&\"'"
            settings.contact = "<script>alert(1)</script>"
        }
        let html = String(
            decoding: site.lookUp(refused: .serverBusy, plates: ["\"><img src=x>"], for: PageReader(language: .english)), as: UTF8.self)
        #expect(!html.contains("<b>") && !html.contains("<script>") && !html.contains("<img"))
        #expect(html.contains("&lt;b&gt;&amp;&quot;&#39;"))
        #expect(html.contains("value=\"&quot;&gt;&lt;img src=x&gt;\""))
    }
}
