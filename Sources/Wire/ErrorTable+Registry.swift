extension ErrorEntry {
    static let plates: [ErrorCode: ErrorEntry] = [
        .plateEmpty: ErrorEntry(422, "The plate has no characters", "Send the letters and digits of the plate."),
        .plateTooLong: ErrorEntry(422, "The plate is too long", "A plate has at most 10 letters and digits. Check what was typed."),
        .plateCharacter: ErrorEntry(
            422, "The plate has a character that no plate has", "Leave the named character out, or write the letter that it stands for."
        ),
        .platePlaceholder: ErrorEntry(
            422, "That is no plate but words for a missing one",
            "A vehicle without a plate cannot be kept: there is nothing to find it by. Report it once its plate was seen."),
        .plateSpreadsheet: ErrorEntry(
            422, "A spreadsheet changed the plate", "Format the column as text, and type the plate again from the original."),
        .plateAmbiguous: ErrorEntry(
            422, "The plate can be read in more than one way",
            "Send the reading that is meant, with a colon after its issuer: US-MN:ABC123, or ZZ:MNABC123 if nobody named one."),
        .issuerUnknown: ErrorEntry(
            422, "The issuer is unknown",
            "Write a state, province or its code, as in MN, US-MN or Minnesota, or leave it out. The vocabulary lists them all."),
        .patternTooOpen: ErrorEntry(422, "The pattern is too open", "Give at least two letters or digits beside ? and *."),
        .patternCharacter: ErrorEntry(
            422, "The pattern has a character that no plate has", "Use letters, digits, ? for one character and * for any run of them."),
        .patternTooLong: ErrorEntry(
            422, "The pattern is too long", "A plate has at most 10 letters and digits, so a pattern needs no more."),
    ]

    static let reports: [ErrorCode: ErrorEntry] = [
        .reportIDMalformed: ErrorEntry(
            422, "The report's id is malformed",
            "Make 16 random bytes for each report, and send them as 32 lower-case hexadecimal digits."),
        .reportIDReused: ErrorEntry(
            409, "The report's id was used for other content",
            "A retry repeats a report exactly. Give a changed report a new id; to correct one, withdraw it first."),
        .reportSeenAtMalformed: ErrorEntry(
            422, "The time is malformed", "Write it as in 2026-11-22T15:30:00Z, with Z or an offset such as -06:00."),
        .reportTooOld: ErrorEntry(
            422, "The report is too old",
            "What was seen longer ago than the server accepts (24 hours, unless its operator chose otherwise) is not kept."),
        .reportTooNew: ErrorEntry(
            422, "The report lies in the future", "Check this device's clock and time zone, then send the report again."),
        .reportAreaUnknown: ErrorEntry(422, "The area is unknown", "Choose one of the areas that the vocabulary lists, by its id."),
        .reportSignUnknown: ErrorEntry(422, "The sign is unknown", "Choose from the signs that the vocabulary lists, by their ids."),
        .reportColorUnknown: ErrorEntry(
            422, "The colour is unknown", "Choose from the colours that the vocabulary lists, or leave it out."),
        .reportBodyUnknown: ErrorEntry(422, "The body is unknown", "Choose from the bodies that the vocabulary lists, or leave it out."),
        .reportMakeUnknown: ErrorEntry(422, "The make is unknown", "Choose from the makes that the vocabulary lists, or leave it out."),
        .reportNotFound: ErrorEntry(
            404, "No such report can be withdrawn",
            "Send it exactly as it was reported, with the same token, within two days. Nothing was changed."),
        .quotaSpent: ErrorEntry(
            429, "The day's reports are spent", "Keep the report and send it again tomorrow; it counts from the time it was seen."),
    ]

    static let reading: [ErrorCode: ErrorEntry] = [
        .lookupPrivate: ErrorEntry(
            401, "Look-ups need a token here", "This registry answers token holders only. Ask its chapter for an invite."),
        .searchEmpty: ErrorEntry(
            422, "There is nothing to search for", "Give a pattern, or at least one of color, body, make, sign, area and status."),
        .searchColorUnknown: ErrorEntry(422, "The colour is unknown", "Choose from the colours that the vocabulary lists."),
        .searchBodyUnknown: ErrorEntry(422, "The body is unknown", "Choose from the bodies that the vocabulary lists."),
        .searchMakeUnknown: ErrorEntry(422, "The make is unknown", "Choose from the makes that the vocabulary lists."),
        .searchSignUnknown: ErrorEntry(422, "The sign is unknown", "Choose from the signs that the vocabulary lists."),
        .searchAreaUnknown: ErrorEntry(422, "The area is unknown", "Choose one of the areas that the vocabulary lists, by its id."),
        .searchStatusUnknown: ErrorEntry(422, "The status is unknown", "Use confirmed or suspected."),
        .cursorInvalid: ErrorEntry(
            422, "The cursor is not valid",
            "Start again from the first page; a cursor goes with the same token, question and running server."),
    ]

    static let access: [ErrorCode: ErrorEntry] = [
        .tokenMissing: ErrorEntry(
            401, "A token is needed", "Send the token in the header Authorization: Bearer thaw_…, never in the address."),
        .tokenMalformed: ErrorEntry(401, "The token is mistyped", "Its last characters do not fit the rest. Copy it again, whole."),
        .tokenUnknown: ErrorEntry(
            401, "The token is unknown here", "Check that it was made by this server, or ask a moderator for a new invite."),
        .tokenExpired: ErrorEntry(401, "The token has expired", "Ask a moderator for a new invite."),
        .tokenRevoked: ErrorEntry(401, "The token was revoked", "Ask a moderator for a new invite."),
        .tokenRole: ErrorEntry(
            403, "The token's role does not allow this",
            "Ask a moderator of the registry to do it, or to invite you with a fitting role."),
        .tokenNotFound: ErrorEntry(404, "There is no token of that id", "List the tokens to find the id."),
        .tokenRevocationUnsaved: ErrorEntry(
            503, "The token is good no more, but the server could not write that down",
            "The server tries again by itself. If it is restarted before it can write, revoke the token again."),
        .inviteMalformed: ErrorEntry(422, "The invite is mistyped", "Its last characters do not fit the rest. Copy it again, whole."),
        .inviteUnknown: ErrorEntry(404, "The invite is unknown, used or cancelled", "Each invite works once. Ask for a new one."),
        .inviteExpired: ErrorEntry(410, "The invite has expired", "An invite is good for 7 days. Ask for a new one."),
        .inviteRoleUnknown: ErrorEntry(422, "The role is unknown", "Use reader, volunteer, moderator or admin."),
        .inviteRole: ErrorEntry(
            403, "Your role may not invite that role", "Moderators invite readers and volunteers; an admin invites anyone."),
        .inviteTrust: ErrorEntry(
            403, "Only an admin may issue a token as trusted", "Leave trusted out; a volunteer becomes trusted when probation ends."),
        .inviteNotFound: ErrorEntry(
            404, "There is no open invite of that id", "List the invites to find the id; it may have been used or cancelled."),
        .inviteTooMany: ErrorEntry(
            429, "Too many invites are open",
            "A token may have 100 open invites, and a registry 1,000. Cancel those that nobody will use, or wait until they expire."),
    ]
}
