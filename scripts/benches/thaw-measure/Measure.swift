import ArgumentParser

/// Makes what the bench measures with, and measures what lies within one process; `make bench` runs it.
@main
struct Measure: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "thaw-measure",
        subcommands: [
            FillCommand.self, QueriesCommand.self, IndexCommand.self, PatternsCommand.self, CommitsCommand.self, LatencyCommand.self,
        ])
}
