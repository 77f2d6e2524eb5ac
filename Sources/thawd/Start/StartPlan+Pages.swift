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

    /// The pages. nil if none are served.
    ///
    /// Throws every error in the word files and in the advice file at once.
    static func site(_ settings: Settings, areas: AreaMap, _ paths: HomePaths) throws(DaemonError) -> Site? {
        guard settings.servesPages else { return nil }
        var causes: [DaemonError.Cause] = []
        func read(_ path: String, for key: String) -> [UInt8]? {
            do throws(FileError) {
                return try FileLocation(path: paths.expand(path)).read(bytesMax: textBytesMax, .named)
            } catch {
                causes.append(.init(.configUnreadable, "\(key): cannot read \(path) (\(error.cause))."))
                return nil
            }
        }
        var wordFiles: [Language: [UInt8]] = [:]
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
            wordFiles[language] = read(path, for: "web.words_folder")
        }
        let advice = settings.adviceFile.flatMap { read($0, for: "chapter.advice_file") }.map(paragraphs) ?? []
        guard causes.isEmpty else { throw DaemonError(causes) }
        do {
            return try Site(siteSettings(settings, areas, wordFiles: wordFiles, advice: advice))
        } catch {
            throw DaemonError(.configUnreadable, "web.words_folder: a word file is not usable: \(error.detail)")
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

    /// A text's paragraphs: what empty lines set apart.
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
