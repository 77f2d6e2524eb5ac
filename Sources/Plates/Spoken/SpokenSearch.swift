/// The cheapest ways through a lattice that spell one plate.
///
/// A way is before the plate, in it, behind a correction, or past the plate. The cost of a weak word depends on its neighbors, so a state is a
/// place, a phase and the role of the last arc. Each state keeps a few ways at most: the search takes time in proportion to the words.
struct SpokenSearch {
    enum Phase: Int, CaseIterable {
        case before
        case inside
        case corrected
        case after
    }

    /// A step of a way: the arc, and the phase it leads to.
    struct Step {
        var arc: SpokenArc
        var phase: Phase
    }

    struct Way {
        var steps: [Step]
        var cost: Double
    }

    /// The most ways that one state keeps.
    private static let waysMax = 6
    /// The most ways that are returned.
    private static let resultsMax = 16

    private struct Node {
        var cost: Double
        /// The node before, or -1.
        var from: Int
        var start: Int
        var arc: Int
        var phase: Phase
        var role: SpokenArc.Role
        /// What was spelled so far, as a hash: two ways that spell the same are one.
        var spelled: UInt64
    }

    private let lattice: SpokenLattice
    private var nodes: [Node] = []
    private var states: [[Int]]

    private init(_ lattice: SpokenLattice) {
        self.lattice = lattice
        states = Array(repeating: [], count: (lattice.text.tokens.count + 1) * Self.statesPerPlace)
    }

    static func ways(through lattice: SpokenLattice) -> [Way] {
        var search = SpokenSearch(lattice)
        search.keep(Node(cost: 0, from: -1, start: 0, arc: 0, phase: .before, role: .edge, spelled: 0), at: 0)
        for place in lattice.text.tokens.indices {
            for state in 0..<Self.statesPerPlace {
                for node in search.states[place * Self.statesPerPlace + state] { search.extend(node, from: place) }
            }
        }
        return search.results()
    }

    private static let statesPerPlace = Phase.allCases.count * SpokenArc.Role.allCases.count

    private mutating func extend(_ index: Int, from place: Int) {
        for (number, arc) in lattice.arcs[place].enumerated() {
            let last = nodes[index]
            for (phase, cost) in moves(from: last, by: arc) where cost.isFinite {
                var spelled = last.spelled
                if phase == .before { spelled = 0 }
                if phase == .inside || phase == .corrected {
                    for character in arc.characters { spelled = (spelled &+ UInt64(character.ascii)) &* 0x100_0000_01B3 }
                    if let correction = arc.correction { spelled = (spelled &+ 200 &+ UInt64(correction.rawValue)) &* 0x100_0000_01B3 }
                }
                let next = Node(
                    cost: last.cost + cost + beside(index, arc, phase), from: index, start: place, arc: number, phase: phase,
                    role: arc.role, spelled: spelled)
                keep(next, at: arc.end)
            }
        }
    }

    /// Where an arc may lead from a phase, and at what cost.
    private func moves(from last: Node, by arc: SpokenArc) -> [(Phase, Double)] {
        if let correction = arc.correction { return [correctionMove(correction, from: last.phase)] }
        if arc.isCharacters { return last.phase == .after ? [] : [(.inside, arc.inside)] }
        switch last.phase {
        case .before, .after: return [(last.phase, arc.outside)]
        case .inside: return [(.inside, arc.inside), (.after, arc.outside)]
        case .corrected:
            // "no wait, the last one was a nine": more is said behind a correction than within a plate.
            return [(.corrected, min(arc.inside, arc.isOrdinary ? 0.4 : 0.15) + (arc.isOrdinary ? arc.outside : 0)), (.after, arc.outside)]
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

    /// What the neighbors of a weak word add.
    private func beside(_ index: Int, _ arc: SpokenArc, _ phase: Phase) -> Double {
        let last = nodes[index]
        var cost = 0.0
        if last.role == .weak { cost += SpokenCost.weak(beside: arc.role) }
        if arc.role == .weak { cost += SpokenCost.weak(beside: last.role) }
        if arc.isCharacters { cost += passedAtEdge(behind: index) }
        // A plate does not end with "for".
        let isLast = arc.end == lattice.text.tokens.count
        if isLast, arc.role == .passedWeak, phase == .after, last.role == .sure || last.role == .weak { cost += 0.6 }
        if isLast, arc.role == .weak { cost += SpokenCost.weak(beside: .edge) }
        return cost
    }

    /// What it costs that the plate does not begin with the weak words right before it, at the edge.
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
        let state = place * Self.statesPerPlace + node.phase.rawValue * SpokenArc.Role.allCases.count + node.role.rawValue
        if let twin = states[state].firstIndex(where: { nodes[$0].spelled == node.spelled }) {
            if nodes[states[state][twin]].cost <= node.cost { return }
            states[state].remove(at: twin)
        }
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
