import ArgumentParser

/// Makes the data for the benchmarks and measures what runs in one process. `make bench` runs it.
@main
struct Measure: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "thaw-measure",
        subcommands: [
            FillCommand.self, QueriesCommand.self, IndexCommand.self, PatternsCommand.self, CommitsCommand.self, LatencyCommand.self,
        ])
}
