"""What the rows share."""

import contextlib
import os

from ground import Skipped
from ntfy import Ntfy
from receivers import Mattermost, SignalCLI, Webhook
from stage import ROOT

NTFY = str(ROOT / ".alerts-tests/bin/ntfy")
#: A stop that waits for no receiver takes less.
STOP_SECONDS = 5
#: An output whose receiver is well gets an alert within this time, whatever the other receivers do.
PROMPT_SECONDS = 5
#: A receiver that recovers is tried again within this time: a try of 10 s, and the pauses after a few failures.
RECOVERY_SECONDS = 60
#: The line about alerts that were held back comes a minute after the first of them, and the daemon looks every few seconds.
LINE_SECONDS = 150


def real_ntfy(ground, **options):
    if not os.path.exists(NTFY):
        raise Skipped("ntfy is not installed; scripts/install-receivers says why")
    return Ntfy(NTFY, ground.fresh("ntfy"), **options)


def all_kinds(ground):
    """A receiver of each kind, by the name of its output; without ntfy where it could not be installed."""
    found = {"group": SignalCLI(), "chat": Mattermost(), "hook": Webhook()}
    with contextlib.suppress(Skipped):
        found["topic"] = real_ntfy(ground)
    return found


def purge(stage, **what):
    client = stage.client("moderator")
    preview = client.post("/v1/moderation/previews", {"purge": what})["preview"]
    client.post("/v1/moderation/purges", {"preview": preview})
