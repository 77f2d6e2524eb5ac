/// A vehicle's description. Each part may be missing.
package struct Vehicle: Hashable, Sendable {
    package var color: Color?
    package var body: Body?
    package var make: Make?

    package init(color: Color? = nil, body: Body? = nil, make: Make? = nil) {
        self.color = color
        self.body = body
        self.make = make
    }

    /// Whether all parts are missing.
    package var isEmpty: Bool { fullness == 0 }

    /// How many of the three parts are known: 0 to 3.
    package var fullness: Int {
        (color == nil ? 0 : 1) + (body == nil ? 0 : 1) + (make == nil ? 0 : 1)
    }

    /// The same, with the parts of another one where its own are missing.
    package func filled(from other: Vehicle) -> Vehicle {
        Vehicle(color: color ?? other.color, body: body ?? other.body, make: make ?? other.make)
    }
}
