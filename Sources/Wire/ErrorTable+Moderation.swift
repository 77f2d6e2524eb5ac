extension ErrorEntry {
    static let moderation: [ErrorCode: ErrorEntry] = [
        .queueReasonUnknown: ErrorEntry(
            422, "The reason is unknown", "Use suspected, nearly-suspected, conflicting, misread, lapsing or watched."),
        .queueStatusUnknown: ErrorEntry(422, "The status is unknown", "Use watched, suspected or confirmed."),
        .readLimit: ErrorEntry(
            429, "The day's rows are read",
            "A moderator reads at most 5,000 rows of watched plates a day. Ask a colleague to go on, or come back tomorrow."),
        .verdictPlateUnknown: ErrorEntry(
            404, "Nothing is kept of that plate, or it is protected",
            "Check the plate and its issuer, and look at the plate. It may have aged out, been purged, or be protected."),
        .verdictUnknown: ErrorEntry(422, "The verdict is unknown", "Use confirm, clear, dismiss, protect or unprotect."),
        .verdictSignsMissing: ErrorEntry(422, "A confirmation needs a sign", "Name at least one sign of the vocabulary that was seen."),
        .verdictSignUnknown: ErrorEntry(422, "The sign is unknown", "Choose from the signs that the vocabulary lists, by their ids."),
        .verdictNotProtected: ErrorEntry(404, "The plate is not protected", "There is nothing to take away."),
        .verdictConflict: ErrorEntry(
            409, "Somebody has decided since you looked", "Look at the plate again, and decide on what it says now. Nothing was changed."),
        .verdictTooMany: ErrorEntry(
            422, "The verdict is on too many plates",
            "A bulk verdict takes at most 2,000: narrow it by reason, status or area. Plates that nobody reported cannot wait for a second moderator: at most 100 a day."
        ),
        .undoExpired: ErrorEntry(
            404, "That decision cannot be undone", "It is unknown, undone already, or older than the undo time. Decide anew."),
        .undoSuperseded: ErrorEntry(
            409, "Somebody has decided on it since", "Undo the later decision first, or decide anew. Nothing was changed."),
        .purgeEmpty: ErrorEntry(422, "The purge names nothing", "Name an area, an age, a status or plates."),
        .purgeStatusUnknown: ErrorEntry(422, "The status is unknown", "Use watched, suspected, confirmed or cleared."),
        .purgeAreaUnknown: ErrorEntry(422, "The area is unknown", "Choose one of the areas that the vocabulary lists, by its id."),
        .previewUnknown: ErrorEntry(
            404, "The preview is unknown, used or too old", "Ask for a new preview, and look at it. Nothing was changed."),
        .previewOther: ErrorEntry(409, "The preview is of something else", "Send a purge's preview to purges, a verdict's to verdicts."),
        .proposalUnknown: ErrorEntry(
            404, "Nothing of that id waits", "It was approved, cancelled, or its 24 hours are over. List what waits."),
        .proposalOwn: ErrorEntry(403, "You cannot approve your own", "Another moderator must, one whom you did not invite."),
        .proposalInvited: ErrorEntry(
            403, "You were invited by whoever proposed it",
            "A moderator must approve whom the first did not invite; of two tokens from the server itself neither approves what the other proposed."
        ),
        .proposalTooMany: ErrorEntry(429, "Too much waits for a second moderator", "Have it approved or cancelled first."),
        .auditActionUnknown: ErrorEntry(422, "The action is unknown", "Use one that the entries show, such as confirm, purge or revoke."),
        .auditActorUnknown: ErrorEntry(422, "That is nobody's id", "Send a token's short id of four characters, or shell."),
    ]
}
