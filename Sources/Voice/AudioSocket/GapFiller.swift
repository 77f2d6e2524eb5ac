package import NIOCore

/// Lets time pass for a call whose telephone sends no sound: muted, or with silence suppression.
///
/// If the next frame of sound is late, every 20 ms becomes an ``AudioSocketFrame/gap``, until sound comes again. The handler also closes
/// connections that send nothing at all, and those that take nothing: for them no time passes.
package final class GapFiller: ChannelInboundHandler {
    package typealias InboundIn = AudioSocketFrame
    package typealias InboundOut = AudioSocketFrame

    private static let step = TimeAmount.milliseconds(Int64(Sound.blockMilliseconds))
    /// How late the next frame of sound may be.
    private static let lateMax = TimeAmount.milliseconds(80)
    /// How long a connection may send no frame at first, or take nothing that is written to it.
    private static let patience = TimeAmount.seconds(5)

    /// When the next gap is due, unless sound comes.
    private var due = NIODeadline.uptimeNanoseconds(0)
    /// When the connection last worked as it should.
    private var wellAt = NIODeadline.uptimeNanoseconds(0)
    private var hasBegun = false
    /// The only one of a connection; it sets itself again.
    private var timer: Scheduled<Void>?

    package init() {}

    package func channelActive(context: ChannelHandlerContext) {
        wellAt = context.eventLoop.now
        due = wellAt + Self.step
        setTimer(context)
        context.fireChannelActive()
    }

    package func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        context.fireChannelInactive()
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var samples = 0
        if case .audio(let sound) = unwrapInboundIn(data) { samples = sound.count }
        if samples > 0 || !hasBegun {
            // Telephones may put more than 20 ms into a frame.
            let length = max(Self.step, .milliseconds(Int64(samples * 1_000 / Sound.samplesPerSecond)))
            due = context.eventLoop.now + length + Self.lateMax
        }
        hasBegun = true
        context.fireChannelRead(data)
    }

    private func setTimer(_ context: ChannelHandlerContext) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: due) { self.pass(context) }
    }

    private func pass(_ context: ChannelHandlerContext) {
        let now = context.eventLoop.now
        guard context.channel.isActive else { return }
        if !hasBegun || !context.channel.isWritable {
            guard now - wellAt < Self.patience else { return context.close(promise: nil) }
            // The call's time stops, because its sound cannot be sent.
            due = max(due, now + Self.step)
        } else {
            wellAt = now
            if now >= due {
                // A loop that was held up makes up for 100 ms at most.
                due = max(due, now - Self.lateMax) + Self.step
                context.fireChannelRead(wrapInboundOut(.gap))
                context.fireChannelReadComplete()
            }
        }
        guard context.channel.isActive else { return }
        setTimer(context)
    }
}
