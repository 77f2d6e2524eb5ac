"""The rows about limits, holds, secrets, and the way to a receiver."""

import contextlib
import json
import os
import time

import reports
from common import LINE_SECONDS, RECOVERY_SECONDS, STOP_SECONDS, all_kinds
from ground import Result
from network import Socks, self_signed
from receiver import CANARY, secret, wait
from receivers import Mattermost, Webhook
from stage import CANARY_PLATE, Stage, configuration


def flood(ground):
    """A flood of 1,000 sightings"""
    result = Result("A flood of 1,000 sightings")
    with Stage(ground, "flood", all_kinds(ground)) as stage:
        plates = reports.plates("FLD", 100)
        stage.confirm(*plates)
        areas = list(reports.AREAS)[:10]
        # The first five get their six each, and that is all of the 30.
        sightings = list(reports.sightings(plates, areas))
        reports.send(stage.client("admin"), sightings)
        begin = time.monotonic()
        stage.wait_for("Seen: ", count=30)
        hook = stage.receivers["hook"]
        counts = {area: sum(message.fields.get("area", {}).get("id") == area for message in hook.read()) for area in areas}
        result.expect(sorted(counts.values()) == [0] * 5 + [6] * 5, f"the areas got {counts}")
        stage.wait_for("held back", seconds=LINE_SECONDS)
        taken = time.monotonic() - begin
        stage.decide("clear", *plates)
        stage.wait_for("Correction: ", count=30, seconds=RECOVERY_SECONDS)
        for name, texts in stage.texts().items():
            result.expect(len(texts) == 61, f"{name} got {len(texts)} messages: not 30 alerts, 30 corrections and a line")
            lines = [text for text in texts if "held back" in text]
            result.expect(len(lines) == 1 and lines[0].startswith("970 "), f"{name} got {lines}")
        counted = [message.fields["held_back"] for message in hook.read() if message.fields["event"] == "held_back"]
        result.expect(counted == [970], f"held back: {counted}")
        result.figure(f"{len(sightings):,} sightings in 10 areas: 30 alerts, 6 an area at most, and after {taken:.0f} s one line: 970 more")
    return result


def holds(ground):
    """An output that is held"""
    result = Result("An output that is held")
    with Stage(ground, "holds", {"north": Webhook(), "south": Webhook()}) as stage:
        stage.confirm("MN:HLD1111", "MN:HLD2222")
        stage.see("MN:HLD1111", "powderhorn")
        stage.wait_for("Powderhorn")
        stage.thaw("mod", "alerts", "hold", "north")
        listed = stage.client("moderator").get("/v1/moderation/alerts")["outputs"]
        result.expect([bool(each.get("held_by")) for each in listed] == [True, False], f"listed: {listed}")
        stage.kill_and_start()
        stage.see("MN:HLD2222", "foundry")
        stage.wait_for("Foundry", at=["south"])
        stage.decide("clear", "MN:HLD1111")
        stage.wait_for("Correction: ", seconds=RECOVERY_SECONDS)
        result.expect(not any("Foundry" in text for text in stage.texts()["north"]), "an alert went to an output that was held")
        stage.thaw("mod", "alerts", "resume", "north")
        stage.see("MN:HLD2222", "lakeside")
        stage.wait_for("Lakeside")
        result.expect(not any("Foundry" in text for text in stage.texts()["north"]), "what was held back came later")
        entries = stage.client("moderator").post("/v1/moderation/audit", {"after": 0, "limit": 100})["entries"]
        actions = [entry["action"] for entry in entries if entry["action"].endswith("-alerts")]
        result.expect(actions == ["hold-alerts", "resume-alerts"], f"the audit has {actions}")
        client = stage.client("a volunteer")
        status, _, _ = client.call("POST", "/v1/moderation/alerts", {"output": "north", "held": True})
        result.expect(status == 403, f"a volunteer's hold got status {status}")
        result.figure("no alert over a kill, its correction all the same, nothing later, both audited")
    return result


# MARK: Secrets and configuration


def hidden(ground):
    """No secret, address, plate or text in a log, a file or a figure"""
    result = Result("No secret, address, plate or text in a log, a file or a figure")
    found = all_kinds(ground)
    with Stage(ground, "hidden", found, alerts={"plate": True}, log_level="trace") as stage:
        done = [stage.thawd("check-config"), *(stage.thawd("alerts", "test", name) for name in found)]
        shown = "".join(each.stdout + each.stderr for each in done)
        stage.confirm(CANARY_PLATE)
        stage.see(CANARY_PLATE, "powderhorn")
        stage.wait_for("Powderhorn")
        found["hook"].wrong, found["chat"].wrong, found["group"].wrong = "500", "reset", "closed"
        stage.see(CANARY_PLATE, "lakeside")
        wait("retries", lambda: all(stage.figure("retried", name) >= 1 for name in ("hook", "chat", "group")))
        shown += "".join(done.stderr + done.stdout for done in (stage.thawd("alerts", "test", name) for name in ("hook", "chat", "group")))
        shown += stage.metrics() + json.dumps(stage.client("moderator").get("/v1/moderation/alerts")) + stage.thaw("mod", "alerts")
        found["hook"].wrong = found["chat"].wrong = found["group"].wrong = None
        stage.wait_for("Lakeside", seconds=RECOVERY_SECONDS)
        result.expect(stage.daemon.stop(STOP_SECONDS) == 0, "did not stop cleanly")
        searched(result, stage, shown)
    return result


def searched(result, stage, shown):
    found = stage.receivers
    private = {
        "the group's ID": found["group"].group, "the chat's address": found["chat"].path, "the webhook's key": found["hook"].key[6:],
        "the plate": CANARY_PLATE[3:], "an answer": CANARY, "a text": "Confirmed vehicle",
        **{f"the address of {name}": receiver.origin.split("//")[1] for name, receiver in found.items()},
    }
    if "topic" in found:
        private["ntfy's token"] = found["topic"].writer
    log = stage.daemon.log()
    stored = b""
    for folder, _, names in os.walk(stage.home + "/data"):
        for name in names:
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    stored += file.read()
    for what, text in private.items():
        result.expect(text not in log, f"the log has {what}")
        result.expect(text not in shown, f"what is shown has {what}")
        result.expect(text.encode() not in stored, f"a file of the data folder has {what}")
    result.control(all(receiver.all_bytes().count(b"KWZ8842") for receiver in found.values()), "each receiver's own bytes have the plate")
    sizes = f"{len(log) // 1024} KiB of log at trace, {len(stored) // 1024} KiB of files"
    result.figure(f"{len(private)} texts, in {sizes}, and in what commands show")


def proxy(ground):
    """An onion address through a SOCKS5 proxy"""
    result = Result("An onion address through a SOCKS5 proxy")
    behind, direct = Webhook(), Webhook()
    onion = "thaw" * 14 + ".onion"
    socks = Socks({onion: behind.port})
    more = {"behind": {"url": f"http://{onion}/alerts"}}
    with contextlib.closing(socks), Stage(
            ground, "proxy", {"behind": behind, "direct": direct}, more, alerts={"proxy": f"socks5://127.0.0.1:{socks.port}"}) as stage:
        stage.confirm("MN:PRX1111")
        stage.see("MN:PRX1111", "powderhorn")
        stage.wait_for("Powderhorn")
        result.expect(socks.asked == [(onion, 80, 3)], f"the proxy was asked for {socks.asked}: not for the name, or not alone")
        socks.close()
        done = stage.thawd("alerts", "test", "behind")
        result.expect(done.returncode == 1 and onion not in done.stderr, f"without the proxy: {done.returncode} {done.stderr}")
        result.figure("the proxy resolves the name; this machine is reached without it")
    return result


def certificates(ground):
    """A receiver with a certificate that nobody trusts"""
    result = Result("A receiver with a certificate that nobody trusts")
    found = {"forged": Webhook(certificate=self_signed(ground.fresh("tls"))), "well": Webhook()}
    with Stage(ground, "certificates", found) as stage:
        stage.confirm("MN:TLS1111")
        stage.see("MN:TLS1111", "powderhorn")
        stage.wait_for("Powderhorn", at=["well"])
        wait("a retry", lambda: stage.figure("retried", "forged") >= 1)
        result.expect(found["forged"].connections and not found["forged"].tries(), "a request was sent to it")
        done = stage.thawd("alerts", "test", "forged")
        result.expect(done.returncode == 1, f"alerts test ended with {done.returncode}")
        result.figure("connections, and no request")
    return result


def mistakes(ground):
    """check-config finds mistakes, and reaches no receiver"""
    result = Result("check-config finds mistakes, and reaches no receiver")
    home = ground.fresh("mistakes")
    hook, chat = Webhook(), Mattermost()
    with contextlib.closing(hook), contextlib.closing(chat):
        right, text = hook.output(home, "north"), chat.output(home, "text")
        loose, malformed = secret(home, "loose", hook.key), secret(home, "malformed", "whsec_short")
        os.chmod(loose, 0o644)
        wrong = {
            "an unknown kind": {**right, "kind": "pigeon"}, "no kind": {"url": right["url"]}, "no address": {**right, "url": ""},
            "plain HTTP": {**right, "url": "http://192.0.2.1/canary"}, "another scheme": {**right, "url": "ftp://127.0.0.1/canary"},
            "an onion address without a proxy": {**right, "url": "http://" + "canary".ljust(56, "a") + ".onion/"},
            "a file that others can read": {**right, "secret_file": loose}, "a malformed key": {**right, "secret_file": malformed},
            "no file": {**right, "secret_file": home + "/none"}, "no secret": {"kind": "webhook", "url": right["url"]},
            "the secret instead of its file": {**right, "secret_file": hook.key}, "an unknown area": {**right, "areas": ["atlantis"]},
            "an unknown event": {**right, "events": ["found"]}, "a language without pages": {**right, "language": "xx"},
            "a plate against alerts.plate": {**right, "plate": True}, "an address beside a text output's": {**text, "url": right["url"]},
            "an unknown key": {**right, "pages": 1},
        }

        def check(outputs):
            path = configuration(home + "/thawd.yaml", outputs)
            return ground.thawd(home, "check-config", "--config", path)

        for what, output in wrong.items():
            done = check({"north": output})
            said = done.stdout + done.stderr
            result.expect(done.returncode in (1, 78) and "north" in said, f"{what}: {done.returncode} {said}")
            result.expect(not any(each in said for each in ("canary", hook.key, chat.path)), f"{what}: an address or a secret was shown")
        result.expect(check({f"north{number}": right for number in range(9)}).returncode in (1, 78), "nine outputs")
        done = check({"north": right, "text": text})
        result.expect(done.returncode == 0, f"right outputs: {done.stderr}")
        result.expect(not hook.connections and not chat.connections, "check-config made a connection")
        result.figure(f"{len(wrong) + 1} mistakes; no connection")
    return result
