-- Alerts that went out, for as long as they may have to be corrected, and the outputs that moderators hold back.
--
-- In an older database, state.codes has no codes for these two tables until the next commit; they are empty until then.

-- plate: its ID; 0 once the alert no longer holds and only its correction is owed. block: the sealed plate if the alert carried it, else
-- zeros. outputs: eight numbers of four bytes, 0 for none: those that it went to, or those that must still be told.
CREATE TABLE alerts (
    row_id INTEGER NOT NULL PRIMARY KEY,
    plate INTEGER NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    block BLOB NOT NULL CHECK (length(block) = 16),
    event INTEGER NOT NULL,
    area INTEGER NOT NULL,
    step INTEGER NOT NULL,
    period INTEGER NOT NULL,
    vehicle INTEGER NOT NULL,
    outputs BLOB NOT NULL CHECK (length(outputs) = 32),
    keyed_check BLOB NOT NULL CHECK (length(keyed_check) = 8)
) STRICT;

CREATE TABLE alert_holds (
    row_id INTEGER NOT NULL PRIMARY KEY,
    output INTEGER NOT NULL,
    actor INTEGER NOT NULL,
    day INTEGER NOT NULL,
    keyed_check BLOB NOT NULL CHECK (length(keyed_check) = 8)
) STRICT;
