/// The cheapest ways through a lattice that spell one plate.
///
/// A way is before the plate, in it, after a correction, or past the plate. The cost of a weak word depends on its neighbors, so a state is
/// a place, a phase and the role of the last arc. Each state keeps a few ways at most: the search takes time in proportion to the words.
struct LatticeSearch {
    enum Phase: Int, CaseIterable {
        case before
        case inside
        case corrected
        case after
    }

    /// A step of a way: the arc, and the phase it leads to.
    struct Step {
        var arc: LatticeArc
        var phase: Phase
    }

    struct Way {
        var steps: [Step]
        var cost: Double
    }

    /// The most ways that one state keeps.
    private static let waysMax = 6
    /// How much more than the cheapest way to its place a way may cost: more than the code words of a name or two that are dropped.
    private static let beam = 8.0
    /// The most ways that are returned.
    private static let resultsMax = 16

    private struct Node {
        var cost: Double
        /// The node before, or -1.
        var from: Int
        var start: Int
        var arc: Int
        var phase: Phase
        var role: LatticeArc.Role
        /// The characters spelled so far, as a hash: two ways that spell the same are one.
        var spelled: UInt64
    }

    private let lattice: SpokenLattice
    private var nodes: [Node] = []
    private var states: [[Int]]
    /// The cost of the cheapest way to each place.
    private var cheapest: [Double]

    private init(_ lattice: SpokenLattice) {
        self.lattice = lattice
        cheapest = Array(repeating: .infinity, count: lattice.text.tokens.count + 1)
        states = Array(repeating: [], count: (lattice.text.tokens.count + 1) * Self.statesPerPlace)
    }

    static func ways(through lattice: SpokenLattice) -> [Way] {
        var search = LatticeSearch(lattice)
        search.keep(Node(cost: 0, from: -1, start: 0, arc: 0, phase: .before, role: .edge, spelled: 0), at: 0)
        for place in lattice.text.tokens.indices {
            for state in 0..<Self.statesPerPlace {
                for node in search.states[place * Self.statesPerPlace + state] { search.extend(node, from: place) }
            }
        }
        return search.results()
    }

    private static let statesPerPlace = Phase.allCases.count * LatticeArc.Role.allCases.count

    private mutating func extend(_ index: Int, from place: Int) {
        for number in lattice.arcs[place].indices {
            let phase = nodes[index].phase
            step(index, from: place, by: number, to: phase)
            // After a word that is not a character, the plate may have ended.
            let arc = lattice.arcs[place][number]
            if phase == .inside || phase == .corrected, !arc.isCharacters, arc.correction == nil {
                step(index, from: place, by: number, to: .after)
            }
        }
    }

    private mutating func step(_ index: Int, from place: Int, by number: Int, to wanted: Phase) {
        let arc = lattice.arcs[place][number]
        let last = nodes[index]
        guard let (phase, cost) = move(from: last.phase, by: arc, to: wanted), cost.isFinite else { return }
        var spelled = phase == .before ? 0 : last.spelled
        if phase == .inside || phase == .corrected {
            for character in arc.characters { spelled = Self.spell(spelled, UInt64(character.ascii)) }
            if let correction = arc.correction { spelled = Self.spell(spelled, 200 + UInt64(correction.rawValue)) }
        }
        let next = Node(
            cost: last.cost + cost + beside(index, arc, phase), from: index, start: place, arc: number, phase: phase, role: arc.role,
            spelled: spelled)
        keep(next, at: arc.end)
    }

    private static func spell(_ spelled: UInt64, _ symbol: UInt64) -> UInt64 { (spelled &+ symbol) &* 0x100_0000_01B3 }

    /// The phase that an arc leads to, if `wanted` allows it, and the cost.
    private func move(from last: Phase, by arc: LatticeArc, to wanted: Phase) -> (Phase, Double)? {
        if let correction = arc.correction { return correctionMove(correction, from: last) }
        if arc.isCharacters { return last == .after ? nil : (.inside, arc.inside) }
        switch wanted {
        case .before, .after: return (wanted, arc.outside)
        case .inside: return (.inside, arc.inside)
        case .corrected:
            // "no wait, the last one was a nine": more is said after a correction than within a plate.
            return (.corrected, min(arc.inside, arc.isOrdinary ? 0.4 : 0.15) + (arc.isOrdinary ? arc.outside : 0))
        }
    }

    private func correctionMove(_ correction: SpokenLexicon.Correction, from phase: Phase) -> (Phase, Double) {
        switch (phase, correction) {
        case (.before, _): (.before, 0)
        case (_, .restart): (.before, SpokenCost.correction)
        case (.inside, _), (.corrected, _): (.corrected, SpokenCost.correction)
        case (.after, .denial): (.after, 0)
        case (.after, _): (.corrected, 0.2)
        }
    }

    /// The cost that the neighbors of a weak word add.
    private func beside(_ index: Int, _ arc: LatticeArc, _ phase: Phase) -> Double {
        let last = nodes[index]
        var cost = 0.0
        if last.role == .weak { cost += SpokenCost.weak(beside: arc.role) }
        if arc.role == .weak { cost += SpokenCost.weak(beside: last.role) }
        if arc.isCharacters { cost += passedAtEdge(behind: index) }
        if last.role == .dropped, arc.isCharacters, last.phase == .before { cost += SpokenCost.droppedBeside }
        if arc.role == .dropped, phase == .after, last.phase == .inside, last.role == .sure || last.role == .weak {
            cost += SpokenCost.droppedBeside
        }
        let isLast = arc.end == lattice.text.tokens.count
        if isLast, arc.role == .passedWeak, phase == .after, isBehindPlate(index) { cost += SpokenCost.dangling }
        if isLast, arc.role == .weak { cost += SpokenCost.weak(beside: .edge) }
        return cost
    }

    /// Whether only skipped weak words are between a way and its plate.
    private func isBehindPlate(_ index: Int) -> Bool {
        var index = index
        while nodes[index].role == .passedWeak, nodes[index].from >= 0 { index = nodes[index].from }
        return nodes[index].role == .sure || nodes[index].role == .weak
    }

    /// The cost of leaving out the weak words directly before the plate, at the edge.
    private func passedAtEdge(behind index: Int) -> Double {
        var index = index
        var cost = 0.0
        while nodes[index].role == .passedWeak, nodes[index].from >= 0 {
            cost += lattice.arcs[nodes[index].start][nodes[index].arc].passedAtEdge
            index = nodes[index].from
        }
        return nodes[index].role == .edge ? cost : 0
    }

    private mutating func keep(_ node: Node, at place: Int) {
        let state = place * Self.statesPerPlace + node.phase.rawValue * LatticeArc.Role.allCases.count + node.role.rawValue
        if let twin = states[state].firstIndex(where: { nodes[$0].spelled == node.spelled }) {
            if nodes[states[state][twin]].cost <= node.cost { return }
            states[state].remove(at: twin)
        }
        guard node.cost <= cheapest[place] + Self.beam else { return }
        cheapest[place] = min(cheapest[place], node.cost)
        let rank = states[state].firstIndex { nodes[$0].cost > node.cost } ?? states[state].count
        guard rank < Self.waysMax else { return }
        nodes.append(node)
        states[state].insert(nodes.count - 1, at: rank)
        if states[state].count > Self.waysMax { states[state].removeLast() }
    }

    private func results() -> [Way] {
        let last = states[(lattice.text.tokens.count * Self.statesPerPlace)...].joined()
        let ended = last.filter { nodes[$0].phase != .before }.sorted { nodes[$0].cost < nodes[$1].cost }
        return ended.prefix(Self.resultsMax).map { end in
            var steps: [Step] = []
            var index = end
            while nodes[index].from >= 0 {
                let node = nodes[index]
                steps.append(Step(arc: lattice.arcs[node.start][node.arc], phase: node.phase))
                index = node.from
            }
            return Way(steps: steps.reversed(), cost: nodes[end].cost)
        }
    }
}
