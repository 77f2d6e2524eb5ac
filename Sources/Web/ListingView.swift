import Vocabulary
import Wire

/// One listed plate, as far as a reader may see it.
struct ListingView: Sendable {
    /// The class of its look: `confirmed`, `suspected` or `watched`.
    let status: String
    let plate: String
    let title: String
    /// The meaning of the status; nil if the listing above says it.
    let text: String?
    let isFirst: Bool
    let isOnSeveralVehicles: Bool
    let facts: [Fact]

    struct Fact: Sendable {
        let name: String
        let value: String
    }

    /// - Parameters:
    ///   - name: how the plate is shown.
    ///   - isExplained: whether it explains its status.
    ///   - areasLeft: how many areas the answer may still name.
    init(
        _ listing: ListingBody, named name: String, asOf: String, isFirst: Bool, isExplained: Bool = true, areasLeft: inout Int,
        _ site: Site, _ edition: Edition
    ) {
        let (words, time) = (edition.words, edition.time)
        status = listing.status.rawValue
        plate = name
        title = words["answer.\(status)"]
        text = isExplained ? words["answer.\(status).text"] : nil
        self.isFirst = isFirst
        isOnSeveralVehicles = listing.seenOnSeveralVehicles ?? false

        var facts: [Fact] = []
        func add(_ key: String, _ value: String) {
            if !value.isEmpty { facts.append(Fact(name: words["answer.\(key)"], value: value)) }
        }
        let live = (listing.live ?? []).prefix(areasLeft)
        areasLeft -= live.count
        add("live", live.map { "\(site.areaName($0.area)), \(site.slot($0.slot, time))" }.joined(separator: "; "))
        add("last_seen", time.day(listing.lastDay, asOf: asOf))
        add("first_seen", time.day(listing.firstDay, asOf: asOf))
        add("vehicles", listing.vehicles.prefix(3).map { words.name(of: $0) }.filter { !$0.isEmpty }.joined(separator: "; "))
        add("signs", listing.signs.map { words.name("sign", $0) }.joined(separator: ", "))
        let areas = listing.areas.prefix(areasLeft)
        areasLeft -= areas.count
        var names = areas.map { site.areaName($0) }
        let hidden = listing.areas.count - areas.count
        if hidden > 0 { names.append(words.text("answer.more", count: hidden)) }
        add("areas", names.joined(separator: ", "))
        add("reporters", words.optional("reporters.\(listing.reporters)") ?? listing.reporters)
        self.facts = facts
    }
}
