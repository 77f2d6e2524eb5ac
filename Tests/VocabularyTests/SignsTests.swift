import TestSupport
import Testing
import Vocabulary

@Suite struct SignsTests {
    @Test func `a set of signs iterates in the vocabulary's order`() {
        let signs: Signs = [.detention, .agencyMarkings, .convoy, .agencyMarkings]
        #expect(Array(signs) == [.agencyMarkings, .convoy, .detention])
        #expect(signs.count == 3)
        #expect(Array(Signs()).isEmpty)
        #expect(Array(Signs(Sign.allCases)) == Sign.allCases)
    }

    @Test func `all signs fit in one word`() {
        #expect(Sign.allCases.count <= 32)
    }

    @Test func `the raw value keeps known signs and ignores other bits`() {
        let all = Signs(rawValue: .max)
        #expect(Array(all) == Sign.allCases)
        #expect(Signs(rawValue: 1 << 31).isEmpty)
        for sign in Sign.allCases {
            #expect(Signs(rawValue: 1 << (UInt32(sign.number) - 1)) == [sign])
        }
    }

    @Test func `it behaves as a Set of the same signs`() {
        let seed = UInt64.random(in: .min ... .max)
        var random = SplitMix64(state: seed)
        for _ in 0..<500 {
            let (left, right) = (
                Signs(rawValue: .random(in: .min ... .max, using: &random)), Signs(rawValue: .random(in: .min ... .max, using: &random))
            )
            let (leftSet, rightSet) = (Set(left), Set(right))
            #expect(Set(left.union(right)) == leftSet.union(rightSet), "seed \(seed)")
            #expect(Set(left.intersection(right)) == leftSet.intersection(rightSet), "seed \(seed)")
            #expect(Set(left.symmetricDifference(right)) == leftSet.symmetricDifference(rightSet), "seed \(seed)")
            #expect(Set(left.subtracting(right)) == leftSet.subtracting(rightSet), "seed \(seed)")
            #expect(left.isSubset(of: right) == leftSet.isSubset(of: rightSet), "seed \(seed)")
            for sign in Sign.allCases {
                var (less, more) = (left, left)
                #expect(less.remove(sign) == (leftSet.contains(sign) ? sign : nil))
                #expect(more.insert(sign).inserted == !leftSet.contains(sign))
                #expect(Set(less) == leftSet.subtracting([sign]))
                #expect(Set(more) == leftSet.union([sign]))
                #expect(left.contains(sign) == leftSet.contains(sign))
            }
        }
    }
}
