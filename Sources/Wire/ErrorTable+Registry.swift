extension ErrorEntry {
    static let plates: [ErrorCode: ErrorEntry] = [
        .plateEmpty: ErrorEntry(422, "The plate has no characters", "Send the letters and digits of the plate."),
        .plateTooLong: ErrorEntry(422, "The plate is too long", "A plate has at most 10 letters and digits. Check your typing."),
        .plateCharacter: ErrorEntry(
            422, "The plate contains an unsupported character", "Use letters and digits. Leave the named character out or replace it."
        ),
        .platePlaceholder: ErrorEntry(
            422, "This looks like a placeholder, not a plate",
            "The registry keeps plates only. Report the vehicle when you have seen its plate."),
        .plateSpreadsheet: ErrorEntry(
            422, "A spreadsheet changed the plate", "Format the column as text and retype the plate from the original."),
        .plateAmbiguous: ErrorEntry(
            422, "The plate can be read in more than one way",
            "Put a colon after the issuer: US-MN:ABC123. Without an issuer: ZZ:MNABC123."),
        .issuerUnknown: ErrorEntry(
            422, "The issuer is unknown",
            "Use a name or code (MN, US-MN, Minnesota), or leave it out. The vocabulary lists them all."),
        .patternTooOpen: ErrorEntry(422, "The pattern is too broad", "Give at least two letters or digits besides ? and *."),
        .patternCharacter: ErrorEntry(
            422, "The pattern contains an unsupported character", "Use letters, digits, ? for one character and * for any number."),
        .patternTooLong: ErrorEntry(
            422, "The pattern is too long", "Shorten it. A plate has at most 10 letters and digits."),
    ]

    static let reports: [ErrorCode: ErrorEntry] = [
        .reportIDMalformed: ErrorEntry(
            422, "The report's ID is malformed",
            "Send 16 random bytes as 32 lower-case hexadecimal digits, new for each report."),
        .reportIDReused: ErrorEntry(
            409, "The report's ID was used for another report",
            "Retry with the same content, or send a new ID. To correct a report, withdraw it first."),
        .reportSeenAtMalformed: ErrorEntry(
            422, "The time is malformed", "Write it like 2026-11-22T15:30:00Z, with Z or an offset such as -06:00."),
        .reportTooOld: ErrorEntry(
            422, "The report is too old",
            "It was not recorded. Report vehicles within 24 hours, unless the operator set a different limit."),
        .reportTooNew: ErrorEntry(
            422, "The report's time is in the future", "Check this device's clock and time zone, then send it again."),
        .reportAreaUnknown: ErrorEntry(422, "The area is unknown", "Use the ID of an area in the vocabulary."),
        .reportSignUnknown: ErrorEntry(422, "The sign is unknown", "Use the IDs of signs in the vocabulary."),
        .reportColorUnknown: ErrorEntry(
            422, "The color is unknown", "Use a color in the vocabulary, or leave it out."),
        .reportBodyUnknown: ErrorEntry(422, "The body is unknown", "Use a body in the vocabulary, or leave it out."),
        .reportMakeUnknown: ErrorEntry(422, "The make is unknown", "Use a make in the vocabulary, or leave it out."),
        .reportNotFound: ErrorEntry(
            404, "The report cannot be withdrawn",
            "Withdraw it within two days, with its token and its exact content. Nothing was changed."),
        .quotaSpent: ErrorEntry(
            429, "Daily report limit reached", "Keep the report and send it tomorrow. Its age counts from when you saw the vehicle."),
    ]

    static let reading: [ErrorCode: ErrorEntry] = [
        .lookupPrivate: ErrorEntry(
            401, "Look-ups need a reader's token", "This registry answers only readers and higher roles. Ask its chapter for an invite."),
        .searchEmpty: ErrorEntry(
            422, "The search is empty", "Give a pattern, keys, a color, body, make, sign, area or status."),
        .searchKeys: ErrorEntry(
            422, "The keys do not make a whole plate", "Send 5 to 10 digits: one telephone key for each character of the whole plate."),
        .searchColorUnknown: ErrorEntry(422, "The color is unknown", "Use a color in the vocabulary."),
        .searchBodyUnknown: ErrorEntry(422, "The body is unknown", "Use a body in the vocabulary."),
        .searchMakeUnknown: ErrorEntry(422, "The make is unknown", "Use a make in the vocabulary."),
        .searchSignUnknown: ErrorEntry(422, "The sign is unknown", "Use a sign in the vocabulary."),
        .searchAreaUnknown: ErrorEntry(422, "The area is unknown", "Use the ID of an area in the vocabulary."),
        .searchStatusUnknown: ErrorEntry(422, "The status is unknown", "Use confirmed or suspected."),
        .cursorInvalid: ErrorEntry(
            422, "The cursor is not valid",
            "Start at the first page. A cursor works for one token and query, until a restart."),
    ]

    static let access: [ErrorCode: ErrorEntry] = [
        .tokenMissing: ErrorEntry(
            401, "A token is needed", "Send the header Authorization: Bearer thaw_… . Never put a token in the address."),
        .tokenMalformed: ErrorEntry(401, "The token is mistyped", "Copy the whole text again. Its check characters do not match."),
        .tokenUnknown: ErrorEntry(
            401, "The token is unknown", "Check that you use the right server, or ask a moderator for a new invite."),
        .tokenExpired: ErrorEntry(401, "The token has expired", "Ask a moderator for a new invite."),
        .tokenRevoked: ErrorEntry(401, "The token was revoked", "Ask a moderator for a new invite."),
        .tokenRole: ErrorEntry(
            403, "The token's role does not allow this",
            "Ask a moderator to do it, or to invite you with a different role."),
        .tokenNotFound: ErrorEntry(404, "No token has this ID", "List the tokens to find the ID."),
        .tokenRevocationUnsaved: ErrorEntry(
            503, "The token is revoked, but the revocation is not on disk yet",
            "The server keeps trying. If it restarts before it succeeds, revoke the token again."),
        .tokenLoggedOut: ErrorEntry(
            401, "You are logged out", "Nothing was looked up: the plate's status is unknown. Log in, then ask again."),
        .inviteMalformed: ErrorEntry(422, "The invite is mistyped", "Copy the whole text again. Its check characters do not match."),
        .inviteUnknown: ErrorEntry(404, "The invite is unknown, used or canceled", "Ask for a new one. Each invite works once."),
        .inviteExpired: ErrorEntry(410, "The invite has expired", "Ask for a new one. An invite is valid for 7 days."),
        .inviteRoleUnknown: ErrorEntry(422, "The role is unknown", "Use caller, reader, volunteer, moderator or admin."),
        .inviteRole: ErrorEntry(
            403, "Your role cannot invite this role", "Ask an admin. Moderators invite readers and volunteers only."),
        .inviteTrust: ErrorEntry(
            403, "Only an admin can issue a trusted token",
            "Leave out the field \"trusted\" (in thaw: --trusted). A volunteer becomes trusted when probation ends."),
        .inviteNotFound: ErrorEntry(
            404, "No open invite has this ID", "List the open invites. It may have been used or canceled."),
        .inviteTooMany: ErrorEntry(
            429, "Too many invites are open",
            "Cancel some, or wait until they expire. The limit is 100 per token and 1,000 in all."),
    ]
}
