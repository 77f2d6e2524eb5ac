extension ErrorEntry {
    static let client: [ErrorCode: ErrorEntry] = [
        .clientUnreachable: ErrorEntry(
            nil, "Cannot reach the server", "Check the connection and the address. Send waiting reports: thaw send."),
        .clientTimeout: ErrorEntry(
            nil, "The server did not answer in time", "Try again with a better signal. Send waiting reports: thaw send."),
        .clientTLS: ErrorEntry(
            nil, "Cannot verify the server's certificate", "Stop, and ask the chapter. The connection is not safe."),
        .clientPin: ErrorEntry(nil, "The server's key is not the pinned one", "Stop, and ask the chapter whether it changed the key."),
        .clientAnswer: ErrorEntry(
            nil, "Cannot read the server's answer", "Check the address. Update thaw if the server is newer."),
        .clientAddress: ErrorEntry(nil, "The server's address is malformed", "Write it like this: https://registry.example.org."),
        .clientNoLogin: ErrorEntry(nil, "Not logged in to a server", "Log in first: thaw login URL."),
        .clientPermissions: ErrorEntry(
            nil, "Other users can access a private file",
            "Set its owner to you and its mode to 0600. If others could read a token, ask a moderator to revoke it."
        ),
        .clientFile: ErrorEntry(
            nil, "A file cannot be read or written", "Check the file, its owner and mode, and whether the disk has free space."),
        .clientOutboxFull: ErrorEntry(nil, "The outbox is full", "Send the reports (thaw send) or drop some (thaw drop ID)."),
        .clientExpired: ErrorEntry(
            nil, "A report waited too long", "It is more than 24 hours old, so servers refuse it. thaw removed it."),
        .clientPlainHTTP: ErrorEntry(
            nil, "Plain HTTP is refused",
            "Use https:// or an .onion address. Plain HTTP exposes the token and the plates."),
        .clientOnionProxy: ErrorEntry(nil, "An .onion address needs Tor", "Start Tor and set ALL_PROXY=socks5h://127.0.0.1:9050."),
        .clientInterrupted: ErrorEntry(nil, "Interrupted", "Send waiting reports: thaw send."),
        .clientBusy: ErrorEntry(nil, "The files are in use", "Another thaw is running. Try again in a moment."),
        .clientReportUnknown: ErrorEntry(
            nil, "No report has this ID", "List waiting and sent reports: thaw outbox."),
        .clientOtherToken: ErrorEntry(
            nil, "The report was sent before, with a different token",
            "It may have arrived, so thaw does not send it again. Remove it: thaw drop ID."),
        .clientOtherServer: ErrorEntry(nil, "The report was meant for a different server", "To send it, log in to that server again."),
        .clientListMissing: ErrorEntry(nil, "There is no list on this machine", "Fetch it while the server answers: thaw sync."),
        .clientListExpired: ErrorEntry(nil, "The list has expired", "It was erased. Fetch a new one: thaw sync."),
        .clientListDamaged: ErrorEntry(nil, "The list is damaged", "The list was not used. Fetch it again: thaw sync."),
        .clientListSignature: ErrorEntry(
            nil, "The list's signature is wrong", "The list was not used. Fetch it again: thaw sync. If that fails, ask the chapter."),
        .clientListKey: ErrorEntry(
            nil, "The list is signed with another key",
            "Stop, and ask the chapter. If it changed the key: thaw login URL --trust-new-key."),
        .clientListReplayed: ErrorEntry(
            nil, "The server sent an older list than before",
            "The list was not used. Try again: thaw sync. If that fails, ask the chapter."),
        .clientListClock: ErrorEntry(
            nil, "This machine's clock does not match the list", "The list was not used. Set this machine's clock, then: thaw sync."),
        .clientListFormat: ErrorEntry(nil, "The list's format is unknown", "Update thaw."),
        .clientListOnly: ErrorEntry(
            nil, "Only the list was used", "It has only confirmed plates. Without --private, thaw asks the server."),
        .clientAuditChain: ErrorEntry(
            nil, "The audit chain is broken",
            "An entry was changed, removed or inserted. Keep your files and tell the other moderators."),
        .clientAuditSignature: ErrorEntry(
            nil, "A signature in the audit chain is wrong",
            "It was made without the registry's audit key. Keep your files and tell the other moderators."),
        .clientAuditKey: ErrorEntry(
            nil, "The audit chain is signed with a different key",
            "Ask the operator why the key changed. Until you know, the chain proves nothing."),
        .clientAuditHead: ErrorEntry(
            nil, "The audit chain does not match the saved head",
            "The chain was rewritten or cut since then. Keep the saved head and tell the other moderators."),
        .clientAuditFolded: ErrorEntry(
            nil, "The saved head is too old to compare",
            "The server no longer keeps the entries around it. Save a head more often."),
        .clientInput: ErrorEntry(nil, "Cannot read the arguments", "See the examples in the command's --help."),
    ]
}
