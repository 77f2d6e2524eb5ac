package import Hummingbird
package import NIOCore
package import Sightings

/// What is known of a request beside its head and body.
package struct APIContext: OriginRequestContext {
    package var coreContext: CoreRequestContextStorage
    package let channel: any Channel
    package var origin = Origin.unknown
    /// Whoever sent it, once that was found out; `nil` for nobody in particular.
    package var bearer: Bearer?

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    var viewer: Viewer { bearer?.viewer ?? .anyone }
}
