"""The rows about what is sent: each kind, each output's own, nothing about hidden plates, corrections."""

import json

import reports
from common import RECOVERY_SECONDS, STOP_SECONDS, all_kinds, purge
from ground import Result
from receiver import wait
from receivers import Webhook
from stage import CANARY_PLATE, PAGE, Stage, is_correction


def kinds(ground):
    """Each kind"""
    result = Result("Each kind")
    with Stage(ground, "kinds", all_kinds(ground)) as stage:
        for name in stage.receivers:
            done = stage.thawd("alerts", "test", name)
            said = done.stdout + done.stderr
            result.expect(done.returncode == 0 and "200" in said, f"alerts test {name} ended with {done.returncode}: {said}")
        stage.wait_for("Test: ")
        result.expect(stage.thawd("alerts", "test", "nobody").returncode == 64, "an output that does not exist was tested")
        stage.confirm("MN:KND1111", "MN:KND2222")
        stage.see("MN:KND1111", "powderhorn", people=["a volunteer"])
        # The other plate's alert comes later than one of the first plate would have come.
        stage.see("MN:KND2222", "old-mill", people=["moderator"])
        stage.wait_for("Old Mill")
        for name, texts in stage.texts().items():
            result.expect(not any("Powderhorn" in text for text in texts), f"one trusted voice was enough for {name}")
        stage.see("MN:KND1111", "powderhorn", people=["b volunteer"])
        stage.wait_for("Powderhorn")
        stage.see("MN:KND1111", "powderhorn", people=["c volunteer", "moderator"])
        stage.decide("clear", "MN:KND1111")
        stage.wait_for("Correction: ")
        result.expect(len({tuple(texts) for texts in stage.texts().values()}) == 1, f"the receivers got different texts: {stage.texts()}")
        result.expect(len(stage.texts()["hook"]) == 4, f"not four messages, a sample, two alerts and a correction: {stage.texts()['hook']}")
        contents(result, stage)
        if "topic" not in stage.receivers:
            result.figure("without ntfy, which is not installed")
        result.figure(f"{len(stage.receivers)} kinds, 4 messages each")
    return result


def contents(result, stage):
    sample, other, alert, correction = (message.fields for message in stage.receivers["hook"].read())
    result.expect([each["event"] for each in (sample, other, alert, correction)] == ["sample", "seen", "seen", "correction"], "events")
    result.expect(correction["corrects"] == alert["id"] != correction["id"], "the correction does not name its alert")
    result.expect(alert["area"] == {"id": "powderhorn", "name": "Powderhorn"}, f"area: {alert['area']}")
    result.expect(alert["vehicle"] == reports.VEHICLE, f"vehicle: {alert['vehicle']}")
    result.expect(alert["from"][14:16] in ("00", "30") and alert["from"] < alert["to"], f"slot: {alert['from']} to {alert['to']}")
    result.expect(all(part in alert["text"] for part in ("Ford", "Powderhorn", "Confirmed", PAGE)), f"text: {alert['text']}")
    for name, receiver in stage.receivers.items():
        result.expect(b"KND" not in receiver.all_bytes(), f"a plate went to {name}")
    hook = stage.receivers["hook"]
    result.expect(not hook.refused and not hook.repeats, "standardwebhooks refused a message, or one came twice")
    result.expect([message.text for message in hook.apprised.read()] == stage.texts()["hook"], "Apprise did not deliver all messages")
    tried = hook.tries()[-1]
    changed = hook.verified(tried.headers, tried.body + b" ") or hook.verified({**tried.headers, "webhook-id": "other"}, tried.body)
    result.control(hook.verified(tried.headers, tried.body) and not changed, "a changed body and a changed ID are refused")
    if "topic" in stage.receivers:
        events = [message.fields for message in stage.receivers["topic"].read()]
        result.expect(all(event.get("title") and event.get("tags") for event in events), f"ntfy lacks a title or tags: {events}")
        result.expect(events[2]["priority"] > 3, "an alert has no high priority in ntfy")
        result.control(stage.receivers["topic"]._get("/near/json?poll=1")[0] == 403, "a stranger cannot read the topic")


def plate_and_language(ground):
    """Plates and languages of outputs"""
    result = Result("Plates and languages of outputs")
    found = {"with": Webhook(), "without": Webhook(), "spanish": Webhook(), "confirmed": Webhook(), "lakeside": Webhook()}
    more = {
        "without": {"plate": False}, "spanish": {"language": "es", "plate": False}, "confirmed": {"events": ["confirmed"], "plate": False},
        "lakeside": {"areas": ["lakeside"], "plate": False}}
    with Stage(ground, "plates", found, more, alerts={"plate": True}) as stage:
        stage.confirm(CANARY_PLATE)
        stage.see(CANARY_PLATE, "powderhorn")
        stage.wait_for("Powderhorn", at=["with", "without", "spanish"])
        stage.see(CANARY_PLATE, "lakeside")
        stage.wait_for("Lakeside", at=["with", "without", "spanish", "lakeside"])
        stage.wait_for("", at=["confirmed"])
        texts = stage.texts()
        result.expect([len(each) for each in texts.values()] == [2, 2, 2, 1, 1], f"the outputs got {texts}")
        result.expect(found["confirmed"].read()[0].fields["event"] == "confirmed", "the wrong event")
        result.expect("KWZ8842" in texts["with"][0].replace(" ", "").replace("-", ""), f"no plate, where it is allowed: {texts['with'][0]}")
        result.expect(texts["spanish"][0] != texts["without"][0], "the text is not in the output's language")
        for name in list(found)[1:]:
            result.expect(b"KWZ8842" not in found[name].all_bytes(), f"the plate went to {name}")
        stage.decide("clear", CANARY_PLATE)
        for name, receiver in found.items():
            wait(f"a correction at {name}", lambda receiver=receiver: receiver.read()[-1].fields["event"] == "correction")
        result.figure("five outputs, each with its own events, areas, language and plate")
    return result


def states(ground):
    """Nothing leaves about a plate that is not confirmed"""
    result = Result("Nothing leaves about a plate that is not confirmed")
    hidden = {
        "watched": "QWA1111", "suspected": "QSU2222", "protected": "QPR3333", "cleared": "QCL4444", "dismissed": "QDI5555",
        "purged": "QPU6666"}
    with Stage(ground, "states", all_kinds(ground)) as stage:
        plates = {state: "MN:" + characters for state, characters in hidden.items()}
        fence = "MN:FEN7777"
        stage.confirm(fence, *(plates[state] for state in ("cleared", "dismissed", "purged")))
        stage.decide("protect", plates["protected"])
        stage.decide("clear", plates["cleared"])
        stage.decide("dismiss", plates["dismissed"])
        purge(stage, plates=[plates["purged"]])
        everyone = ["a volunteer", "b volunteer", "c volunteer"]
        for area in ("lakeside", "foundry"):
            for state, plate in plates.items():
                stage.see(plate, area, people=everyone[:2] if state == "watched" else everyone)
                if state in ("protected", "cleared"):
                    stage.see(plate, area, people=["moderator"])
        # Verdicts on plates that were never confirmed have nothing to correct.
        for verdict, state in (("clear", "watched"), ("dismiss", "purged")):
            stage.decide(verdict, plates[state])
        stage.see(fence, "powderhorn")
        stage.wait_for("Powderhorn")
        for name, texts in stage.texts().items():
            result.expect(len(texts) == 1, f"{name} got more than the confirmed plate's alert: {texts}")
        for name, receiver in stage.receivers.items():
            data = receiver.all_bytes()
            result.expect(not any(characters.encode() in data for characters in hidden.values()), f"{name} got a plate")
            if hasattr(receiver, "connections"):
                result.expect(receiver.connections == 1, f"{name} got {receiver.connections} connections for one alert")
        for name in stage.receivers:
            result.expect(stage.figure("sent", name) == 1, f"the figures of {name} count more than one message")
        result.figure(f"{len(hidden)} states, reported by three trusted people in two areas: no connection, no byte, no figure")
    return result


# MARK: Corrections


def corrections(ground):
    """A correction follows, in one wording"""
    result = Result("A correction follows, in one wording")
    # All plates in one area and slot, so that nothing but the cause could tell their corrections apart.
    with Stage(ground, "corrections", all_kinds(ground), alerts={"per_area_hour": 60, "per_hour": 600}) as stage:
        causes = ["cleared", "dismissed", "protected", "purged", "withdrawn", "undone"]
        plates = dict(zip(causes, reports.plates("COR", len(causes))))
        for cause, plate in list(plates.items())[:-1]:
            stage.confirm(plate)
        decision = stage.confirm(plates["undone"])
        seen_at = reports.seen()
        sent = {}
        for plate in plates.values():
            for name in ("a volunteer", "b volunteer"):
                sent[plate, name] = reports.report(plate, "powderhorn", seen_at)
                reports.send(stage.client(name), [sent[plate, name]])
        stage.wait_for("Powderhorn", count=len(causes))
        for cause, verdict in (("cleared", "clear"), ("dismissed", "dismiss"), ("protected", "protect")):
            stage.decide(verdict, plates[cause])
        purge(stage, plates=[plates["purged"]])
        for name in ("a volunteer", "b volunteer"):
            stage.client(name).post("/v1/withdrawals", {"withdrawals": [sent[plates["withdrawn"], name]]})
        stage.client("moderator").post("/v1/moderation/undo", {"decision": decision})
        stage.wait_for("Correction: ", count=len(causes))
        for name, texts in stage.texts().items():
            of_cause = [text for text in texts if is_correction(text)]
            result.expect(len(of_cause) == len(causes), f"{name} got {len(of_cause)} corrections of {len(causes)} alerts")
            result.expect(len(set(of_cause)) == 1, f"the wording tells the cause: {set(of_cause)}")
        fields = [message.fields for message in stage.receivers["hook"].read()]
        alerted = [each["id"] for each in fields if each["event"] == "seen"]
        corrected = [each["corrects"] for each in fields if each["event"] == "correction"]
        result.expect(sorted(alerted) == sorted(corrected), "an alert has no correction")
        variable = {"id", "corrects"}
        shapes = {json.dumps({key: value for key, value in each.items() if key not in variable}, sort_keys=True)
                  for each in fields if each["event"] == "correction"}
        result.expect(len(shapes) == 1, f"the fields tell the cause: {shapes}")
        purged_area(result, stage)
        result.figure(f"{len(causes)} causes and a purge by area: one correction for each alert, byte for byte the same but for its ID")
    return result


def purged_area(result, stage):
    """A purge by area erases the sighting of a plate that stays confirmed."""
    stage.confirm("MN:CPA7777")
    stage.see("MN:CPA7777", "lakeside")
    stage.wait_for("Lakeside")
    purge(stage, area="lakeside")
    stage.wait_for("Lakeside", count=2)
    texts = stage.texts()["hook"]
    one, other = (next(text for text in reversed(texts) if is_correction(text) and area in text) for area in ("Powderhorn", "Lakeside"))
    result.expect(one.replace("Powderhorn", "Lakeside") == other, f"the wording tells the cause: {other}")


def restart(ground):
    """A correction survives kill -9"""
    result = Result("A correction survives kill -9")
    with Stage(ground, "restart", all_kinds(ground)) as stage:
        stage.confirm("MN:RST1111", "MN:RST2222", "MN:RST3333")
        stage.see("MN:RST1111", "powderhorn")
        stage.see("MN:RST2222", "lakeside")
        stage.wait_for("Powderhorn")
        stage.wait_for("Lakeside")
        hook, group = stage.receivers["hook"], stage.receivers["group"]
        hook.wrong, group.wrong = "closed", "500"
        others = [name for name in stage.receivers if name not in ("hook", "group")]
        stage.decide("clear", "MN:RST1111")
        stage.wait_for("Correction: ", at=others)
        # An output goes on once the registry has recorded what it was told.
        stage.see("MN:RST3333", "foundry")
        stage.wait_for("Foundry", at=others)
        stage.kill_and_start()
        result.expect(not any(map(is_correction, stage.texts()["hook"])), "the correction came to a receiver that was closed")
        hook.wrong = group.wrong = None
        stage.wait_for("Correction: ", seconds=RECOVERY_SECONDS)
        stage.see("MN:RST3333", "old-mill")
        stage.wait_for("Old Mill")
        # What was alerted is known after a restart.
        stage.kill_and_start()
        stage.decide("clear", "MN:RST2222")
        stage.wait_for("Correction: ", count=2)
        for name, texts in stage.texts().items():
            result.expect(len(texts) == len(set(texts)) == 6 - (name not in others), f"{name} got {texts}")
        status = stage.daemon.stop(STOP_SECONDS)
        result.expect(status == 0, f"the daemon ended with {status}")
        result.figure("owed while two receivers were down, delivered after a kill; alerts of before a kill were corrected")
    return result
