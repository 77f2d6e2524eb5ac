-- What moderators did and what waits for them, version 2. Rows as in version 1: of a fixed size, overwritten and never deleted.

-- That somebody decided on a plate; the salt by which the audit chain names it, gone with it.
CREATE TABLE reviews (
    place INTEGER NOT NULL PRIMARY KEY,
    plate INTEGER NOT NULL,
    salt BLOB NOT NULL CHECK (length(salt) = 16),
    decision INTEGER NOT NULL,
    verdict INTEGER NOT NULL,
    actor INTEGER NOT NULL,
    day INTEGER NOT NULL
) STRICT;

-- What a verdict took from a plate, as long as it can be undone.
CREATE TABLE set_asides (
    place INTEGER NOT NULL PRIMARY KEY,
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
    former_decision INTEGER NOT NULL
) STRICT;

CREATE TABLE set_aside_sightings (
    place INTEGER NOT NULL PRIMARY KEY,
    plate INTEGER NOT NULL,
    decision INTEGER NOT NULL,
    area INTEGER NOT NULL,
    step INTEGER NOT NULL,
    period INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    commit_number INTEGER NOT NULL,
    support INTEGER NOT NULL
) STRICT;

-- Voices that were mute before a verdict muted them for longer.
CREATE TABLE set_aside_mutes (
    place INTEGER NOT NULL PRIMARY KEY,
    plate INTEGER NOT NULL,
    decision INTEGER NOT NULL,
    voice INTEGER NOT NULL,
    muted_until INTEGER NOT NULL
) STRICT;

-- The audit chain. A plate is named by a digest that means nothing without its salt.
CREATE TABLE audit (
    place INTEGER NOT NULL PRIMARY KEY,
    sequence INTEGER NOT NULL,
    day INTEGER NOT NULL,
    actor INTEGER NOT NULL,
    action INTEGER NOT NULL,
    count INTEGER NOT NULL,
    plate_name BLOB NOT NULL CHECK (length(plate_name) = 16),
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- Purges that are under way, and purges and bulk verdicts that wait for a second moderator.
CREATE TABLE proposals (
    place INTEGER NOT NULL PRIMARY KEY,
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
    running INTEGER NOT NULL
) STRICT;

-- Their plates: 320 to a row, each a place of 4 bytes and an id of 8.
CREATE TABLE proposal_pages (
    place INTEGER NOT NULL PRIMARY KEY,
    proposal INTEGER NOT NULL,
    count INTEGER NOT NULL,
    plates BLOB NOT NULL CHECK (length(plates) = 3840)
) STRICT;
