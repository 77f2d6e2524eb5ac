"""The rows about receivers that fail."""

import contextlib
import time

import reports
from common import PROMPT_SECONDS, RECOVERY_SECONDS, STOP_SECONDS, real_ntfy
from ground import Result
from receiver import CANARY, wait
from receivers import SignalCLI, Trap, Webhook
from stage import Stage


def failures(ground):
    """Receivers that hang, drip, reset, answer 000, 429, redirects, or are gone"""
    result = Result("Receivers that hang, drip, reset, answer 000, 429, redirects, or are gone")
    ways = ["hang", "drip", "reset", "000", "429", "redirect", "closed"]
    found = {"well": Webhook(), **{f"way-{way}": Webhook() for way in ways}}
    trap = Trap()
    with Stage(ground, "failures", found) as stage, contextlib.closing(trap):
        bad = {name: receiver for name, receiver in found.items() if name != "well"}
        for receiver in bad.values():
            receiver.elsewhere = trap.origin + "/elsewhere"
        stage.confirm("MN:FLR1111", "MN:FLR2222", "MN:FLR3333")
        go_wrong(bad)
        stage.see("MN:FLR1111", "powderhorn")
        taken = stage.timed(lambda: stage.wait_for("Powderhorn", at=["well"]))
        result.expect(taken < PROMPT_SECONDS, f"the healthy receiver waited {taken:.1f} s")
        wait("a try at each", lambda: all(receiver.tries() for name, receiver in bad.items() if name != "way-closed"))
        answers_go_on(result, stage)
        recover(bad)
        stage.wait_for("Powderhorn", seconds=RECOVERY_SECONDS)
        for name, receiver in bad.items():
            result.expect(len(receiver.read()) == 1, f"{name} got {len(receiver.read())} messages for one alert")
            tries = receiver.tries()
            result.expect(len({each.headers["webhook-id"] for each in tries}) == 1, f"the ID changed from try to try at {name}")
            result.expect(stage.figure("retried", name) >= 1, f"no retry of {name} was counted")
        result.expect(not trap.connections, "a redirect was followed")
        result.expect(stage.figure("retried", "well") == 0, "a retry of the healthy receiver was counted")
        waited(result, found["way-429"])
        corrected_while_down(result, stage, bad)
        stop_while_down(result, stage, bad)
        result.expect(CANARY not in stage.daemon.log(), "the log has what a receiver answered")
        result.figure(f"{len(ways)} ways beside a healthy receiver, which got its alert after {taken:.2f} s")
    return result


def go_wrong(bad):
    for name, receiver in bad.items():
        receiver.wrong = name.removeprefix("way-")


def recover(bad):
    for receiver in bad.values():
        receiver.wrong = None


def answers_go_on(result, stage):
    """Reports and look-ups are answered meanwhile; make bench compares their times with those of a daemon without alerts."""
    client, reporter = stage.client("moderator"), stage.client("admin")
    slowest = 0
    for plate in reports.plates("GON", 100):
        slowest = max(slowest, stage.timed(lambda plate=plate: reports.send(reporter, [reports.report(plate, "lakeside", reports.seen())])))
        slowest = max(slowest, stage.timed(lambda plate=plate: client.post("/v1/lookups", {"plates": [plate]})))
    result.expect(slowest < PROMPT_SECONDS, f"a report or a look-up took {slowest:.1f} s meanwhile")


def waited(result, receiver):
    """A receiver that names the time of the next try is obeyed."""
    tries = receiver.tries()
    pauses = [after.at - before.at for before, after in zip(tries, tries[1:]) if before.wrong == "429"]
    result.expect(pauses and min(pauses) >= 1.9, f"the pauses after 429 and Retry-After: 2 were {pauses}")


def corrected_while_down(result, stage, bad):
    """An alert that waited is not sent once it is corrected, and its correction comes."""
    before = {name: len(receiver.tries()) for name, receiver in bad.items()}
    go_wrong(bad)
    stage.see("MN:FLR2222", "foundry")
    stage.wait_for("Foundry", at=["well"])
    wait("a try at each", lambda: all(len(receiver.tries()) > before[name] for name, receiver in bad.items() if name != "way-closed"))
    stage.decide("clear", "MN:FLR2222")
    stage.wait_for("Correction: ", at=["well"], seconds=PROMPT_SECONDS)
    recover(bad)
    stage.wait_for("Correction: ", seconds=RECOVERY_SECONDS)
    for name, receiver in bad.items():
        texts = [message.text for message in receiver.read() if "Foundry" in message.text]
        result.expect(len(texts) == 1, f"{name} got the corrected alert, too: {texts}")


def stop_while_down(result, stage, bad):
    go_wrong(bad)
    before = len(bad["way-hang"].tries())
    stage.see("MN:FLR3333", "old-mill")
    wait("a try that hangs", lambda: len(bad["way-hang"].tries()) > before)
    begin = time.monotonic()
    status = stage.daemon.stop(3 * STOP_SECONDS)
    taken = time.monotonic() - begin
    result.expect(status == 0 and taken < STOP_SECONDS, f"a stop while receivers hang took {taken:.1f} s and ended with {status}")
    recover(bad)


def signal_answers(ground):
    """signal-cli's own errors, and its long answers"""
    result = Result("signal-cli's own errors, and its long answers")
    found = {"several": SignalCLI(account="+16125550100"), "large": SignalCLI(members=1_000), "endless": SignalCLI(), "wrong": SignalCLI()}
    with Stage(ground, "signal", found) as stage:
        group, found["wrong"].group = found["wrong"].group, "another"
        found["endless"].wrong = "endless"
        stage.confirm("MN:SIG1111")
        stage.see("MN:SIG1111", "powderhorn")
        stage.wait_for("Powderhorn", at=["several", "large"])
        wait("an error of signal-cli", lambda: len(found["wrong"].tries()) > 1 and len(found["endless"].tries()) > 1)
        result.expect(stage.figure("sent", "wrong") == 0, "an error of signal-cli counted as sent")
        done = stage.thawd("alerts", "test", "wrong")
        result.expect(done.returncode == 1 and "-1" in done.stderr, f"the error is not shown: {done.returncode} {done.stderr}")
        result.expect(group not in done.stderr + done.stdout, "the group's ID was shown")
        found["endless"].wrong = None
        stage.wait_for("Powderhorn", at=["several", "large", "endless"], seconds=RECOVERY_SECONDS)
        for name in ("several", "large", "endless"):
            result.expect(len(found[name].read()) == 1, f"{name} got {len(found[name].read())} messages")
        result.figure("one account of several, 1,000 members, an endless answer, an unknown group")
    return result


def ntfy(ground):
    """A real ntfy server, frozen, killed, started again, and busy"""
    result = Result("A real ntfy server, frozen, killed, started again, and busy")
    topic, busy, stranger = real_ntfy(ground), real_ntfy(ground, requests=1), real_ntfy(ground)
    with Stage(ground, "ntfy", {"topic": topic, "busy": busy, "stranger": stranger}) as stage:
        stage.confirm("MN:NTF1111")
        # A token that this server does not know.
        with open(stage.outputs["stranger"]["secret_file"], "w", encoding="utf-8") as file:
            file.write(busy.writer + "\n")
        done = stage.thawd("alerts", "test", "stranger")
        result.expect(done.returncode == 1 and "401" in done.stderr, f"a wrong token: {done.returncode} {done.stderr}")
        topic.freeze()
        for area in ("powderhorn", "foundry", "lakeside"):
            stage.see("MN:NTF1111", area)
        stage.wait_for("Lakeside", at=["busy"], seconds=RECOVERY_SECONDS)
        result.expect(stage.figure("retried", "busy") >= 1, "ntfy's own limit was not met: 429")
        wait("a try that timed out", lambda: stage.figure("retried", "topic") >= 1)
        topic.kill()
        retried = stage.figure("retried", "topic")
        wait("a try that was refused", lambda: stage.figure("retried", "topic") > retried)
        topic.start()
        for area in ("Powderhorn", "Foundry", "Lakeside"):
            stage.wait_for(area, at=["topic", "busy"], seconds=RECOVERY_SECONDS)
        for name in ("topic", "busy"):
            result.expect(len(stage.texts()[name]) == 3, f"{name} got {len(stage.texts()[name])} messages for three alerts")
        result.figure("SIGSTOP, SIGKILL, its own 429, and a token that it does not know")
    return result
