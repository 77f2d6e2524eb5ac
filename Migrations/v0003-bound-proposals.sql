-- Proposals remember the last decision when they were made; what was set aside no longer names a former one. Version 3.
--
-- Two shapes of version 2 went out: as it stands in its file, and with these changes in it already. Both become this one: where proposals have a
-- decision, the inner select finds it; where not, the outer one's 0 stands for it.

CREATE TABLE new_set_asides (
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
    queued INTEGER NOT NULL
) STRICT;

INSERT INTO new_set_asides
SELECT place, plate, decision, verdict, actor, made_at, status, confirmed_on, confirmed_signs, cleared_on, queued FROM set_asides ORDER BY place;

DROP TABLE set_asides;
ALTER TABLE new_set_asides RENAME TO set_asides;

CREATE TABLE new_proposals (
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
    decision INTEGER NOT NULL,
    running INTEGER NOT NULL,
    -- Of a bulk verdict by filter: the reason that it selects; area and status are in their columns.
    reason INTEGER NOT NULL
) STRICT;

INSERT INTO new_proposals
SELECT place, id, verdict, signs, area, up_to, status, named, actor, token, made_at, commit_number,
    (SELECT decision FROM proposals AS found WHERE found.place = known.place), running, 1099511627776
FROM (SELECT *, 1099511627776 AS decision FROM (
    SELECT place, id, verdict, signs, area, up_to, status, named, actor, token, made_at, commit_number, running FROM proposals
)) AS known
ORDER BY place;

DROP TABLE proposals;
ALTER TABLE new_proposals RENAME TO proposals;
