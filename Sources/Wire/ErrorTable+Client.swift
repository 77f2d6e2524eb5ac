extension ErrorEntry {
    static let client: [ErrorCode: ErrorEntry] = [
        .clientUnreachable: ErrorEntry(
            nil, "The server could not be reached", "Check the connection and the address. Reports wait in the outbox: thaw send."),
        .clientTimeout: ErrorEntry(
            nil, "The server did not answer in time", "Try again where the signal is better. Reports wait in the outbox: thaw send."),
        .clientTLS: ErrorEntry(
            nil, "The connection is not safe", "The server's certificate could not be checked. Do not go on; ask the chapter."),
        .clientPin: ErrorEntry(nil, "The server's key is not the pinned one", "Do not go on; ask the chapter whether its key was changed."),
        .clientAnswer: ErrorEntry(
            nil, "The answer could not be understood", "Check the address, and whether thaw is as new as the server."),
        .clientAddress: ErrorEntry(nil, "The server's address makes no sense", "Write it as in https://registry.example.org."),
        .clientNoLogin: ErrorEntry(nil, "No server is known", "Log in first: thaw login URL."),
        .clientPermissions: ErrorEntry(
            nil, "A private file is open to others", "Make it mode 0600, and your own. If others could read a token, have it revoked."
        ),
        .clientFile: ErrorEntry(nil, "A file cannot be read or written", "Check the named file and the space on its disk."),
        .clientOutboxFull: ErrorEntry(nil, "The outbox is full", "Send what waits (thaw send) or drop it (thaw drop ID)."),
        .clientExpired: ErrorEntry(
            nil, "A report waited too long", "It lay in the outbox for more than 24 hours, so no server takes it, and it was removed."),
        .clientPlainHTTP: ErrorEntry(
            nil, "Plain HTTP is refused",
            "Use https://, or an .onion address: over plain HTTP anyone on the way reads the token and the plates."),
        .clientOnionProxy: ErrorEntry(nil, "An .onion address needs Tor", "Start Tor and set ALL_PROXY=socks5h://127.0.0.1:9050."),
        .clientInterrupted: ErrorEntry(nil, "Interrupted", "Reports wait in the outbox: thaw send."),
        .clientBusy: ErrorEntry(nil, "The files are in use", "Another thaw is at work; try again in a moment."),
        .clientReportUnknown: ErrorEntry(
            nil, "No report has this id", "The command thaw outbox shows the ids of what waits and what was sent."),
        .clientOtherToken: ErrorEntry(
            nil, "The report was tried under another token", "It may have arrived under the earlier token, so it is not sent again."),
        .clientOtherServer: ErrorEntry(nil, "The report was meant for another server", "Log in to that server again to send it."),
        .clientAuditChain: ErrorEntry(
            nil, "The audit chain does not hold",
            "An entry was changed, removed or added afterwards. Keep what you have, and tell the other moderators."),
        .clientAuditSignature: ErrorEntry(
            nil, "A signature of the audit chain is wrong",
            "Somebody without the registry's audit key wrote it. Keep what you have, and tell the other moderators."),
        .clientAuditKey: ErrorEntry(
            nil, "The audit chain is signed with another key",
            "A registry keeps its audit key. Ask the operator what happened to it; until then nothing is proved."),
        .clientAuditHead: ErrorEntry(
            nil, "The audit chain is not the one that the saved head was taken from",
            "It was rewritten or cut since. Keep the saved head, and tell the other moderators."),
        .clientAuditFolded: ErrorEntry(
            nil, "The saved head is too old to compare",
            "The entries around it were folded into the checkpoint, so nothing speaks for it or against it. Save a head more often."),
        .clientInput: ErrorEntry(nil, "The words could not be understood", "See the command's --help for examples."),
    ]
}
