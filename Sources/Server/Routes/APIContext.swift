package import Hummingbird
package import NIOCore

/// What is known of a request beside its head and body.
package struct APIContext: OriginRequestContext {
    package var coreContext: CoreRequestContextStorage
    package let channel: any Channel
    package var origin = ClientOrigin.unknown

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}
