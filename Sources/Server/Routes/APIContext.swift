package import Hummingbird
package import NIOCore

/// A request's data besides its head and body.
package struct APIContext: OriginRequestContext {
    package var coreContext: CoreRequestContextStorage
    package let channel: any Channel
    package var origin = ClientOrigin.unknown

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}
