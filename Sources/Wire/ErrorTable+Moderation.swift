extension ErrorEntry {
    static let moderation: [ErrorCode: ErrorEntry] = [
        .queueReasonUnknown: ErrorEntry(
            422, "The reason is unknown", "Use suspected, nearly-suspected, conflicting, misread, lapsing or watched."),
        .queueStatusUnknown: ErrorEntry(422, "The status is unknown", "Use watched, suspected or confirmed."),
        .readLimit: ErrorEntry(
            429, "Daily read limit reached",
            "You have read 5,000 rows today. Ask another moderator, or continue tomorrow."),
        .skipReasonUnknown: ErrorEntry(422, "The reason is unknown", "Use not-sure, wait, too-close or other."),
        .verdictPlateUnknown: ErrorEntry(
            404, "The plate has no record, or is protected",
            "Check the characters and the issuer. The record may have aged out or been purged."),
        .verdictUnknown: ErrorEntry(422, "The verdict is unknown", "Use confirm, clear, dismiss, protect or unprotect."),
        .verdictSignsMissing: ErrorEntry(
            422, "A confirmation needs a sign", "Name at least one sign that was seen. The vocabulary lists the signs."),
        .verdictSignUnknown: ErrorEntry(422, "The sign is unknown", "Use the IDs of signs in the vocabulary."),
        .verdictNotProtected: ErrorEntry(404, "The plate is not protected", "Check the plate and its issuer. Nothing was changed."),
        .verdictConflict: ErrorEntry(
            409, "Someone decided after you looked", "Look at the plate again, then decide. Nothing was changed."),
        .verdictTooMany: ErrorEntry(
            422, "The verdict covers too many plates",
            "A bulk verdict takes at most 2,000 plates: narrow it by reason, status or area. The limit for unreported plates is 100 a day."
        ),
        .undoExpired: ErrorEntry(
            404, "That decision cannot be undone", "It is unknown, already undone or too old. Give a new verdict."),
        .undoSuperseded: ErrorEntry(
            409, "There is a later decision", "Undo the later one first, or give a new verdict. Nothing was changed."),
        .purgeEmpty: ErrorEntry(422, "The purge has no criteria", "Give an area, an age, a status or plates."),
        .purgeStatusUnknown: ErrorEntry(422, "The status is unknown", "Use watched, suspected, confirmed or cleared."),
        .purgeAreaUnknown: ErrorEntry(422, "The area is unknown", "Use the ID of an area in the vocabulary."),
        .previewUnknown: ErrorEntry(
            404, "The preview is unknown, used or too old", "Make a new preview and check it. Nothing was changed."),
        .previewOther: ErrorEntry(
            409, "The preview is for a different operation", "Use a purge's preview for a purge, and a verdict's preview for a verdict."),
        .proposalUnknown: ErrorEntry(
            404, "No proposal has this ID", "It was approved or canceled, or it expired. List the waiting proposals."),
        .proposalOwn: ErrorEntry(403, "You cannot approve your own proposal", "Ask another moderator whom you did not invite."),
        .proposalInvited: ErrorEntry(
            403, "The moderator who made this proposal invited you",
            "Ask a moderator whom they did not invite. Two tokens made on the server cannot approve each other's proposals."
        ),
        .proposalTooMany: ErrorEntry(429, "Too many proposals are waiting", "Approve or cancel some first."),
        .auditActionUnknown: ErrorEntry(422, "The action is unknown", "Use an action from the entries, such as confirm, purge or revoke."),
        .auditActorUnknown: ErrorEntry(
            422, "The short ID is malformed", "Send a token's short ID (four characters) or the word \"shell\"."),
        .alertsUnknownOutput: ErrorEntry(
            404, "No alert output has this name", "List the outputs. The operator names them in the configuration."),
    ]
}
