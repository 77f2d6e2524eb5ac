package import Vocabulary

/// The body that a `webhook` output gets: an alert, a correction, a line about alerts that were held back, or a sample.
package struct AlertBody: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, Sendable {
        case seen, confirmed, correction, sample
        case heldBack = "held_back"
    }

    /// The message's own ID, the same at every try: `webhook-id`.
    package var id: String
    package var event: Kind
    /// The alert that a correction takes back.
    package var corrects: String?
    /// The finished sentence, in the output's language.
    package var text: String
    package var area: AlertAreaBody?
    /// When it was seen, as a slot of the registry; absent if only the day is known.
    package var from: String?
    package var to: String?
    package var day: String?
    package var vehicle: VehicleBody?
    /// Only if the operator lets alerts carry plates.
    package var plate: PlateBody?
    /// How many alerts were held back.
    package var heldBack: Int?
    /// The page where anyone can check a plate.
    package var page: String?

    package init(
        id: String, event: Kind, corrects: String? = nil, text: String, area: AlertAreaBody? = nil, from: String? = nil, to: String? = nil,
        day: String? = nil, vehicle: VehicleBody? = nil, plate: PlateBody? = nil, heldBack: Int? = nil, page: String? = nil
    ) {
        self.id = id
        self.event = event
        self.corrects = corrects
        self.text = text
        self.area = area
        self.from = from
        self.to = to
        self.day = day
        self.vehicle = vehicle
        self.plate = plate
        self.heldBack = heldBack
        self.page = page
    }

    private enum CodingKeys: String, CodingKey {
        case id, event, corrects, text, area, from, to, day, vehicle, plate, page
        case heldBack = "held_back"
    }
}

package struct AlertAreaBody: Codable, Hashable, Sendable {
    package var id: String
    package var name: String

    package init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}

/// The answer of `GET /v1/moderation/alerts`: the outputs, without addresses.
package struct AlertOutputsBody: Codable, Hashable, Sendable {
    package var outputs: [AlertOutputBody]

    package init(outputs: [AlertOutputBody]) {
        self.outputs = outputs
    }
}

package struct AlertOutputBody: Codable, Hashable, Sendable {
    package var name: String
    package var events: [AlertEvent]
    /// Absent for every area.
    package var areas: [String]?
    /// The short ID of the moderator's token who holds it; absent if nobody does.
    package var heldBy: String?
    package var heldSince: String?

    package init(name: String, events: [AlertEvent], areas: [String]?, heldBy: String? = nil, heldSince: String? = nil) {
        self.name = name
        self.events = events
        self.areas = areas
        self.heldBy = heldBy
        self.heldSince = heldSince
    }

    private enum CodingKeys: String, CodingKey {
        case name, events, areas
        case heldBy = "held_by"
        case heldSince = "held_since"
    }
}

/// The body of `POST /v1/moderation/alerts`: hold or resume an output.
package struct AlertHoldRequest: Codable, Hashable, Sendable {
    package var output: String
    package var held: Bool

    package init(output: String, held: Bool) {
        self.output = output
        self.held = held
    }

    private enum CodingKeys: String, CodingKey { case output, held }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictFields(decoder, of: CodingKeys.self)
        output = try fields.required(.output)
        held = try fields.required(.held)
    }
}

/// An alert that went out about a plate, on a row of the queue.
package struct SentAlertBody: Codable, Hashable, Sendable {
    package var event: AlertEvent
    package var area: String?
    /// The slot's start.
    package var slot: String?
    /// Set if the slot has coarsened.
    package var day: String?
    package var outputs: [String]

    package init(event: AlertEvent, area: String?, slot: String? = nil, day: String? = nil, outputs: [String]) {
        self.event = event
        self.area = area
        self.slot = slot
        self.day = day
        self.outputs = outputs
    }
}
