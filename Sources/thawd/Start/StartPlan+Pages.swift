import DaemonSupport
import Files
import Foundation
import Server
import Sightings
import Web
import Wire

extension StartPlan {
    /// The largest word file or advice file that is read.
    private static let textBytesMax = 1 << 20

    /// The operator's word files, and the words of every language with them.
    struct WordFiles {
        var files: [Language: [UInt8]] = [:]
        var words: [Language: Words] = [:]
    }

    /// Reads the word files. Throws every error in them at once.
    static func words(_ settings: Settings, _ paths: HomePaths) throws(DaemonError) -> WordFiles {
        var causes: [DaemonError.Cause] = []
        var files: [Language: [UInt8]] = [:]
        for language in settings.languages {
            guard let folder = settings.wordsFolder.map(paths.expand), case let path = "\(folder)/\(language.code).json",
                FileManager.default.fileExists(atPath: path)
            else {
                if !Language.builtIn.contains(language) {
                    causes.append(
                        .init(.configValue, "web.languages: \(language.code) needs the file \(language.code).json in web.words_folder."))
                }
                continue
            }
            files[language] = causes.collect { () throws(DaemonError) in try read(path, for: "web.words_folder", paths) }
        }
        guard causes.isEmpty else { throw DaemonError(causes) }
        do {
            return WordFiles(files: files, words: try Words.all(settings.languages, files: files))
        } catch {
            throw DaemonError(unusable: error)
        }
    }

    /// The pages. nil if none are served.
    static func site(_ settings: Settings, areas: AreaMap, _ words: WordFiles, _ paths: HomePaths) throws(DaemonError) -> Site? {
        guard settings.servesPages else { return nil }
        var advice: [String] = []
        if let file = settings.adviceFile { advice = paragraphs(try read(file, for: "chapter.advice_file", paths)) }
        do {
            return try Site(siteSettings(settings, areas, wordFiles: words.files, advice: advice))
        } catch {
            throw DaemonError(unusable: error)
        }
    }

    private static func read(_ path: String, for key: String, _ paths: HomePaths) throws(DaemonError) -> [UInt8] {
        do {
            return try FileLocation(path: paths.expand(path)).read(bytesMax: textBytesMax, .named)
        } catch {
            throw DaemonError(.configUnreadable, "\(key): cannot read \(path) (\(error.cause)).")
        }
    }

    private static func siteSettings(
        _ settings: Settings, _ areas: AreaMap, wordFiles: [Language: [UInt8]], advice: [String]
    ) -> SiteSettings {
        let help = settings.languages.compactMap { language in
            (settings.chapterHelpByLanguage[language.code] ?? settings.chapterHelp).map { (language, $0) }
        }
        let zone = settings.zone
        return SiteSettings(
            name: settings.registryName, appName: settings.appName, languages: settings.languages, wordFiles: wordFiles,
            help: Dictionary(uniqueKeysWithValues: help), contact: settings.chapterContact, advice: advice,
            onion: settings.onionOrigin?.description, exit: settings.exitAddress, areas: areas, country: settings.country,
            issuer: settings.issuer, isPublic: settings.rules.listings.isPublic, slotMinutes: settings.rules.reports.slotMinutes,
            reportAgeHours: settings.rules.reports.ageHoursMax,
            timeZone: zone.identifier, offsetSeconds: { Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval($0)))) })
    }

    /// A text's paragraphs, which empty lines separate.
    private static func paragraphs(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .split { $0.allSatisfy(\.isWhitespace) }.map { $0.joined(separator: " ") }
    }
}

extension Settings {
    /// The zone of the times on pages.
    var zone: TimeZone { timeZone.flatMap { TimeZone(identifier: $0) } ?? .current }
}

extension StartPlan {
    /// The pages under the addresses that people open; nil if none are served.
    var pages: PageSettings? {
        site.map { site in
            let origins = settings.pageOrigins
            return PageSettings(site, origins: origins.isEmpty ? .loopback(usesTLS: certificateFiles != nil) : PageOrigins(origins))
        }
    }
}

extension DaemonError {
    fileprivate init(unusable error: WireError) {
        self.init(.configUnreadable, "web.words_folder: a word file is not usable: \(error.detail)")
    }
}
