package import ServiceLifecycle

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
