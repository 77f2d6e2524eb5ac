package import Hummingbird
import NIOCore

/// A request's data besides its head and body.
package struct APIContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The connection, for its peer's address.
    let channel: any Channel
    package var origin = ClientOrigin.unknown

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}
