import DaemonSupport
import ServiceLifecycle
import Testing

@Suite("Names of services")
struct ServiceNameTests {
    private struct Sample: Service {
        let secret: String

        func run() async {}
    }

    @Test func `a service has the name of its type, without its values`() {
        let service: any Service = Sample(secret: "canary")
        let named = service.named()
        #expect(named.serviceName == "Sample")
        #expect((named.service as? Sample)?.secret == "canary")
    }

    @Test func `a failure cancels the group unless a caller says otherwise`() {
        let service = Sample(secret: "canary")
        #expect("\(service.named().failureTerminationBehavior)" == "cancelGroup")
        #expect("\(service.named(onFailure: .gracefullyShutdownGroup).failureTerminationBehavior)" == "gracefullyShutdownGroup")
    }
}
