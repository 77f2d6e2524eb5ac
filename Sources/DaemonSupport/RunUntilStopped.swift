package import Logging
package import ServiceLifecycle
import UnixSignals

/// Runs services until SIGTERM, SIGINT or the failure of one. Then all of them stop, within `stopTime`.
package func runUntilStopped(_ services: [any Service], stopTime: Duration, logger: Logger) async throws {
    var configuration = ServiceGroupConfiguration(
        // After a refused start, the listeners finish their connections, because canceling a connection traps in NIO.
        services: services.map { $0.named(onFailure: .gracefullyShutdownGroup) },
        gracefulShutdownSignals: [.sigterm, .sigint], logger: logger.forServiceGroup)
    configuration.maximumGracefulShutdownDuration = stopTime
    try await ServiceGroup(configuration: configuration).run()
}

extension Service {
    /// The service as a part of a group, under the name of its type.
    ///
    /// Without a name, the group describes a service with all its values, each template of the pages among them.
    package func named(
        onFailure behavior: ServiceGroupConfiguration.ServiceConfiguration.TerminationBehavior = .cancelGroup
    ) -> ServiceGroupConfiguration.ServiceConfiguration {
        .init(service: self, failureTerminationBehavior: behavior, serviceName: "\(type(of: self))")
    }
}
