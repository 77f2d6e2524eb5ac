-- The registry's tables, version 1.
--
-- A row, once written, is never deleted and never changes its size: to erase it is to overwrite it with zeros, and its place takes another row
-- later. SQLite then overwrites in place and never moves a row, so no page keeps an old copy of what was erased. Deleting rows instead left
-- 23 of 43,656 readable in page gaps, even with secure_delete. For the same reason every integer is stored plus 2^40, which makes all of them
-- six bytes long; the views below take it off again. A place that holds nothing has 2^40 and zero bytes throughout.
--
-- There is no index: what is looked up by anything but its place is looked up in memory.

-- What the file belongs to: a witness of the seal key, and what may never change.
CREATE TABLE registry (
    name TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

CREATE TABLE counters (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT;

CREATE TABLE areas (
    number INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE plates (
    place INTEGER NOT NULL PRIMARY KEY,
    id INTEGER NOT NULL,
    block BLOB NOT NULL CHECK (length(block) = 16),
    status INTEGER NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    confirmed_on INTEGER NOT NULL,
    confirmed_signs INTEGER NOT NULL,
    cleared_on INTEGER NOT NULL,
    queued INTEGER NOT NULL,
    vouched_day INTEGER NOT NULL
) STRICT;

-- support: how many trusted tokens reported it, 2 at the most; and 4 more once a moderator confirmed it.
CREATE TABLE sightings (
    place INTEGER NOT NULL PRIMARY KEY,
    plate INTEGER NOT NULL,
    area INTEGER NOT NULL,
    step INTEGER NOT NULL,
    period INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    commit_number INTEGER NOT NULL,
    support INTEGER NOT NULL
) STRICT;

CREATE TABLE voices (
    place INTEGER NOT NULL PRIMARY KEY,
    plate INTEGER NOT NULL,
    week INTEGER NOT NULL,
    tag BLOB NOT NULL CHECK (length(tag) = 16),
    day INTEGER NOT NULL,
    standing INTEGER NOT NULL,
    vehicle INTEGER NOT NULL,
    signs INTEGER NOT NULL,
    muted_until INTEGER NOT NULL
) STRICT;

CREATE TABLE tokens (
    place INTEGER NOT NULL PRIMARY KEY,
    id INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    role INTEGER NOT NULL,
    trusted INTEGER NOT NULL,
    issued INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    revoked INTEGER NOT NULL,
    invited_by INTEGER NOT NULL
) STRICT;

CREATE TABLE invites (
    place INTEGER NOT NULL PRIMARY KEY,
    id INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    role INTEGER NOT NULL,
    trusted INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    invited_by INTEGER NOT NULL
) STRICT;

CREATE TABLE protections (
    place INTEGER NOT NULL PRIMARY KEY,
    bits INTEGER NOT NULL
) STRICT;

-- One table a day beside these, receipts_DAY, made with its first receipt and dropped as a whole.

CREATE VIEW readable_plates AS
SELECT place, id - 1099511627776 AS id, hex(block) AS block, status - 1099511627776 AS status,
    date((first_day - 1099511627776) * 86400, 'unixepoch') AS first_day, date((last_day - 1099511627776) * 86400, 'unixepoch') AS last_day
FROM plates WHERE id > 1099511627776;

CREATE VIEW readable_sightings AS
SELECT place, plate - 1099511627776 AS plate, area - 1099511627776 AS area, step - 1099511627776 AS step,
    period - 1099511627776 AS period, reports - 1099511627776 AS reports, commit_number - 1099511627776 AS commit_number,
    support - 1099511627776 AS support
FROM sightings WHERE plate > 1099511627776;

CREATE VIEW readable_voices AS
SELECT place, plate - 1099511627776 AS plate, week - 1099511627776 AS week, hex(tag) AS tag, day - 1099511627776 AS day,
    standing - 1099511627776 AS standing, signs - 1099511627776 AS signs, muted_until - 1099511627776 AS muted_until
FROM voices WHERE plate > 1099511627776;
