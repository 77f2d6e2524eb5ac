-- The registry's tables, version 1.
--
-- A written row is never deleted and never changes its size: erasing overwrites it with zeros, and its row ID is used again. SQLite then
-- overwrites in place and never moves a row, so no page keeps an old copy. With deletion, 23 of 43,656 rows stayed readable in page gaps, even with
-- secure_delete. For the same reason every integer is stored plus 2^40, so that all have six bytes; the views below subtract it. An erased row
-- has 2^40 and zero bytes throughout.
--
-- Every row has a keyed check over its table, row ID and columns; state.codes has a code for each table over all of its rows.
--
-- There is no index: every look-up but by row ID happens in memory.

-- One row: the last commit, counters, the end of the tombstone log, and the tables' codes.
CREATE TABLE state (
    row_id INTEGER NOT NULL PRIMARY KEY,
    commit_number INTEGER NOT NULL,
    plate_id INTEGER NOT NULL,
    token_id INTEGER NOT NULL,
    invite_id INTEGER NOT NULL,
    aged_sightings INTEGER NOT NULL,
    aged_plates INTEGER NOT NULL,
    decision_id INTEGER NOT NULL,
    proposal_id INTEGER NOT NULL,
    tombstones INTEGER NOT NULL,
    tombstone_code BLOB NOT NULL CHECK (length(tombstone_code) = 16),
    codes BLOB NOT NULL,
    keyed_check BLOB NOT NULL CHECK (length(keyed_check) = 8)
) STRICT;

-- One value a row: 1 a witness of the seal key, 2 the day's offset, 3 the audit chain's checkpoint, 4 a digest of the settings, 5 the time of the
-- last backup, 6 whether the file is a backup.
CREATE TABLE registry (
    row_id INTEGER NOT NULL PRIMARY KEY,
    value BLOB NOT NULL,
    keyed_check BLOB NOT NULL CHECK (length(keyed_check) = 8)
) STRICT;

CREATE TABLE areas (
    row_id INTEGER NOT NULL PRIMARY KEY,
    id BLOB NOT NULL,
    keyed_check BLOB NOT NULL CHECK (length(keyed_check) = 8)
) STRICT;

-- Recognizes the living weeks' keys.
CREATE TABLE week_witnesses (
    row_id INTEGER NOT NULL PRIMARY KEY,
    week INTEGER NOT NULL,
    witness BLOB NOT NULL CHECK (length(witness) = 16),
    keyed_check BLOB NOT NULL CHECK (length(keyed_check) = 8)
) STRICT;

CREATE TABLE plates (
    row_id INTEGER NOT NULL PRIMARY KEY,
    id INTEGER NOT NULL,
    block BLOB NOT NULL CHECK (length(block) = 16),
    status INTEGER NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    confirmed_on INTEGER NOT NULL,
    confirmed_signs INTEGER NOT NULL,
    cleared_on INTEGER NOT NULL,
    queued INTEGER NOT NULL,
    vouched_day INTEGER NOT NULL,
    keyed_check BLOB NOT NULL CHECK (length(keyed_check) = 8)
) STRICT;

-- support: the number of trusted tokens that reported it, 2 at most; plus 4 if a moderator confirmed it.
CREATE TABLE sightings (
    row_id INTEGER NOT NULL PRIMARY KEY,
    plate INTEGER NOT NULL,
    area INTEGER NOT NULL,
    step INTEGER NOT NULL,
    period INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    commit_number INTEGER NOT NULL,
    support INTEGER NOT NULL,
    keyed_check BLOB NOT NULL CHECK (length(keyed_check) = 8)
) STRICT;

CREATE TABLE voices (
    row_id INTEGER NOT NULL PRIMARY KEY,
    plate INTEGER NOT NULL,
    week INTEGER NOT NULL,
    tag BLOB NOT NULL CHECK (length(tag) = 16),
    day INTEGER NOT NULL,
    standing INTEGER NOT NULL,
    vehicle INTEGER NOT NULL,
    signs INTEGER NOT NULL,
    muted_until INTEGER NOT NULL,
    keyed_check BLOB NOT NULL CHECK (length(keyed_check) = 8)
) STRICT;

CREATE TABLE tokens (
    row_id INTEGER NOT NULL PRIMARY KEY,
    id INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    role INTEGER NOT NULL,
    trusted INTEGER NOT NULL,
    issued INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    revoked INTEGER NOT NULL,
    invited_by INTEGER NOT NULL,
    keyed_check BLOB NOT NULL CHECK (length(keyed_check) = 8)
) STRICT;

CREATE TABLE invites (
    row_id INTEGER NOT NULL PRIMARY KEY,
    id INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    role INTEGER NOT NULL,
    trusted INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    invited_by INTEGER NOT NULL,
    keyed_check BLOB NOT NULL CHECK (length(keyed_check) = 8)
) STRICT;

CREATE TABLE protections (
    row_id INTEGER NOT NULL PRIMARY KEY,
    bits INTEGER NOT NULL,
    keyed_check BLOB NOT NULL CHECK (length(keyed_check) = 8)
) STRICT;

-- A plate's last decision, and the salt of its name in the audit chain; erased with the plate.
CREATE TABLE reviews (
    row_id INTEGER NOT NULL PRIMARY KEY,
    plate INTEGER NOT NULL,
    salt BLOB NOT NULL CHECK (length(salt) = 16),
    decision INTEGER NOT NULL,
    verdict INTEGER NOT NULL,
    actor INTEGER NOT NULL,
    day INTEGER NOT NULL,
    keyed_check BLOB NOT NULL CHECK (length(keyed_check) = 8)
) STRICT;

-- The state that a verdict changed, while it can be undone.
CREATE TABLE undo_records (
    row_id INTEGER NOT NULL PRIMARY KEY,
    plate INTEGER NOT NULL,
    decision INTEGER NOT NULL,
    verdict INTEGER NOT NULL,
    actor INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    status INTEGER NOT NULL,
    confirmed_on INTEGER NOT NULL,
    confirmed_signs INTEGER NOT NULL,
    cleared_on INTEGER NOT NULL,
    queued INTEGER NOT NULL,
    vouched_day INTEGER NOT NULL,
    keyed_check BLOB NOT NULL CHECK (length(keyed_check) = 8)
) STRICT;

CREATE TABLE undo_sightings (
    row_id INTEGER NOT NULL PRIMARY KEY,
    plate INTEGER NOT NULL,
    decision INTEGER NOT NULL,
    area INTEGER NOT NULL,
    step INTEGER NOT NULL,
    period INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    commit_number INTEGER NOT NULL,
    support INTEGER NOT NULL,
    keyed_check BLOB NOT NULL CHECK (length(keyed_check) = 8)
) STRICT;

-- Mutes of voices from before a verdict that extended them.
CREATE TABLE undo_mutes (
    row_id INTEGER NOT NULL PRIMARY KEY,
    plate INTEGER NOT NULL,
    decision INTEGER NOT NULL,
    voice INTEGER NOT NULL,
    muted_until INTEGER NOT NULL,
    keyed_check BLOB NOT NULL CHECK (length(keyed_check) = 8)
) STRICT;

-- The audit chain. It names a plate by a digest that is meaningless without the salt.
CREATE TABLE audit (
    row_id INTEGER NOT NULL PRIMARY KEY,
    sequence INTEGER NOT NULL,
    day INTEGER NOT NULL,
    actor INTEGER NOT NULL,
    action INTEGER NOT NULL,
    count INTEGER NOT NULL,
    plate_name BLOB NOT NULL CHECK (length(plate_name) = 16),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    keyed_check BLOB NOT NULL CHECK (length(keyed_check) = 8)
) STRICT;

-- Purges under way, and purges and bulk verdicts that wait for a second moderator.
CREATE TABLE proposals (
    row_id INTEGER NOT NULL PRIMARY KEY,
    id INTEGER NOT NULL,
    verdict INTEGER NOT NULL,
    signs INTEGER NOT NULL,
    area INTEGER NOT NULL,
    up_to INTEGER NOT NULL,
    status INTEGER NOT NULL,
    named INTEGER NOT NULL,
    actor INTEGER NOT NULL,
    token INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    commit_number INTEGER NOT NULL,
    decision INTEGER NOT NULL,
    running INTEGER NOT NULL,
    reason INTEGER NOT NULL,
    keyed_check BLOB NOT NULL CHECK (length(keyed_check) = 8)
) STRICT;

-- Their plates: 320 a row, each a row ID of 4 bytes and a plate ID of 8.
CREATE TABLE proposal_pages (
    row_id INTEGER NOT NULL PRIMARY KEY,
    proposal INTEGER NOT NULL,
    count INTEGER NOT NULL,
    plates BLOB NOT NULL CHECK (length(plates) = 3840),
    keyed_check BLOB NOT NULL CHECK (length(keyed_check) = 8)
) STRICT;

-- Also one table a day, receipts_DAY, created with its first receipt and dropped as a whole.

CREATE VIEW readable_plates AS
SELECT row_id, id - 1099511627776 AS id, hex(block) AS block, status - 1099511627776 AS status,
    date((first_day - 1099511627776) * 86400, 'unixepoch') AS first_day, date((last_day - 1099511627776) * 86400, 'unixepoch') AS last_day
FROM plates WHERE id > 1099511627776;

CREATE VIEW readable_sightings AS
SELECT row_id, plate - 1099511627776 AS plate, area - 1099511627776 AS area, step - 1099511627776 AS step,
    period - 1099511627776 AS period, reports - 1099511627776 AS reports, commit_number - 1099511627776 AS commit_number,
    support - 1099511627776 AS support
FROM sightings WHERE plate > 1099511627776;

CREATE VIEW readable_voices AS
SELECT row_id, plate - 1099511627776 AS plate, week - 1099511627776 AS week, hex(tag) AS tag, day - 1099511627776 AS day,
    standing - 1099511627776 AS standing, signs - 1099511627776 AS signs, muted_until - 1099511627776 AS muted_until
FROM voices WHERE plate > 1099511627776;
