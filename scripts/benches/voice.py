"""The row about calls: look-ups beside them, how long one takes, and what the recognizer costs and hears."""

import contextlib
import json
import os
import socket
import struct
import subprocess
import threading
import time
import urllib.request
import wave

from ground import free_port
from setting import SECONDS, cpu_seconds, measure, row, running

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RECORDINGS = "/usr/share/asterisk/sounds/en_US_f_Allison"
#: Samples under this are the silence around a recorded word.
QUIET = 400
CALLS, FRAME_BYTES, FRAME_SECONDS = 20, 320, 0.02
#: Each caller says a plate and is quiet for as long as most answers take.
PERIOD_SECONDS = 10
ACCURACY_COUNT = 24


def voice(bench, plates):
    """Calls: p99 of look-ups beside 20 that speak, the length of one, the recognizer's CPU, and the plates that it hears."""
    return [beside(bench, plates), three_plates(bench, plates), *recognizer()]


def beside(bench, plates):
    """p99 of look-ups while 20 callers speak plates at the same time, against no calls."""
    registry = bench.registry(plates)
    idle, busy = [], []
    with answering(bench, registry) as (port, figure, recognizer_id):
        for _ in range(bench.rounds):
            idle.append(p99(bench, registry))
            texts = figure("thaw_voice_recognitions_total")
            callers = Callers(port)
            wait_for(lambda: figure("thaw_voice_recognitions_total") >= texts + CALLS / 2)
            begin = cpu_seconds(recognizer_id)
            busy.append(p99(bench, registry))
            if figure("thaw_voice_calls") != CALLS or cpu_seconds(recognizer_id) == begin:
                raise SystemExit("the calls ended, or nothing was recognized, while it was measured")
            callers.hang_up()
            wait_for(lambda: figure("thaw_voice_calls") == 0)
            rest(recognizer_id)
    return row(f"look-up: p99 beside {CALLS} calls that speak", "ms", busy, idle, 1.5)


def p99(bench, registry):
    return json.loads(measure(
        bench.programs, "latency", str(registry.daemon.port), registry.lookup_bodies(), "--seconds", str(2 * SECONDS)))["p99"]


@contextlib.contextmanager
def answering(bench, registry):
    """thaw-voice and the recognizer, as gentle as their units make them: a port, a function that reads a figure, and the recognizer's ID."""
    invite = registry.daemon.post("/v1/invites", {"role": "caller"}, registry.admin)["invite"]
    token = registry.daemon.post("/v1/invites/redeem", {"invite": invite})["token"]
    with open(registry.folder + "/voice.token", "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write(token)
    port, operator, ears = free_port(), free_port(), registry.folder + "/recognizer.sock"
    recognizer_command = ["nice", "-n", "10", ROOT + "/.recognizer/bin/thaw-recognizer", "--socket", ears]
    voice_command = [
        "nice", "-n", "5", bench.programs + "/thaw-voice", "serve", "--registry-address", registry.url, "--registry-token-file",
        registry.folder + "/voice.token", "--audiosocket-address", f"127.0.0.1:{port}", "--audiosocket-recognizer", ears,
        "--audiosocket-sounds", ROOT + "/.build/voice-sounds", "--voice-lookups-a-minute", "600", "--operator-address",
        f"127.0.0.1:{operator}", "--log-level", "error"]

    def figure(name):
        """The sum over a figure's labels."""
        with urllib.request.urlopen(f"http://127.0.0.1:{operator}/metrics", timeout=10) as answer:
            lines = answer.read().decode().splitlines()
        return sum(float(line.split()[-1]) for line in lines if line.partition("{")[0].partition(" ")[0] == name)

    def is_ready():
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{operator}/readyz", timeout=10) as answer:
                return answer.status == 200
        except OSError:
            return False

    # nice becomes the program that it runs, so both are ended by their own IDs.
    with running(recognizer_command) as recognizer_process:
        wait_for(lambda: os.path.exists(ears))
        with running(voice_command, env={"HOME": registry.folder, "PATH": "/usr/bin:/bin"}):
            wait_for(is_ready)
            yield port, figure, recognizer_process.pid


class Callers(threading.Thread):
    """Calls that say plates over AudioSocket, one frame each in every 20 ms, as Asterisk does."""

    def __init__(self, port):
        super().__init__(daemon=True)
        sound = spoken()
        # At no moment do two of them begin to speak, so that the recognizer never rests.
        self.sounds = [sound[FRAME_BYTES * (number * len(sound) // FRAME_BYTES // CALLS) :] + sound for number in range(CALLS)]
        self.period, self.is_over = len(sound) // FRAME_BYTES, False
        self.lines = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(CALLS)]
        for line in self.lines:
            line.sendall(struct.pack(">BH", 0x01, 16) + os.urandom(16))
            line.setblocking(False)
        self.start()

    def run(self):
        due, frame = time.monotonic(), 0
        while not self.is_over:
            for line, sound in zip(self.lines, self.sounds):
                start = FRAME_BYTES * (frame % self.period)
                with contextlib.suppress(OSError):
                    line.send(struct.pack(">BH", 0x10, FRAME_BYTES) + sound[start : start + FRAME_BYTES])
                    line.recv(65_536)
            frame += 1
            due += FRAME_SECONDS
            time.sleep(max(0, due - time.monotonic()))

    def hang_up(self):
        self.is_over = True
        self.join()
        for line in self.lines:
            line.close()


def spoken():
    """A plate in code words, and quiet up to the period's end."""
    return said("KLN456").ljust(int(PERIOD_SECONDS / FRAME_SECONDS) * FRAME_BYTES, b"\0")


def said(characters):
    """A plate in code words, recorded by a human, with a short gap between them as in speech."""
    pcm = b""
    for character in characters.lower():
        name = f"digits/{character}" if character.isdigit() else f"phonetic/{character}_p"
        with wave.open(f"{RECORDINGS}/{name}.wav") as file:
            samples = struct.unpack(f"<{file.getnframes()}h", file.readframes(file.getnframes()))
        loud = [place for place, sample in enumerate(samples) if abs(sample) > QUIET]
        word = samples[loud[0] : loud[-1] + 1]
        pcm += struct.pack(f"<{len(word)}h", *word) + bytes(FRAME_BYTES * 4)
    return pcm


def three_plates(bench, plates):
    """The seconds of a call that checks three plates, of a caller who speaks once the plate and its status were said."""
    registry = bench.registry(plates)
    with answering(bench, registry) as (port, figure, _):
        lengths = []
        for _ in range(bench.rounds):
            answered = figure("thaw_voice_lookups_total")
            lengths.append(call_length(port, ("KLN456", "BTR902", "HJW317")))
            if figure("thaw_voice_lookups_total") - answered != 3:
                raise SystemExit("a call that said three plates did not check three")
            wait_for(lambda: figure("thaw_voice_calls") == 0)
    return row("a call that checks three plates, 40 s", "s", lengths, [40] * bench.rounds, 1)


def call_length(port, said_plates):
    """The seconds from the first frame to the last status."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(struct.pack(">BH", 0x01, 16) + os.urandom(16))
        line.setblocking(False)
        clock = FrameClock(line)
        clock.listen()
        for plate in said_plates:
            clock.say(said(plate))
            clock.listen()
        return clock.last_sound * FRAME_SECONDS


class FrameClock:
    """One caller, who sends a frame every 20 ms and knows when the last sound came."""

    #: A sentence is longer, and the gaps between its words are shorter. The first sentence of an answer ends with the status.
    SENTENCE_SECONDS, PAUSE_SECONDS, ANSWER_SECONDS_MAX = 1.5, 0.26, 30

    def __init__(self, line):
        self.line, self.begin, self.frames, self.last_sound = line, time.monotonic(), 0, 0

    def say(self, pcm):
        for start in range(0, len(pcm), FRAME_BYTES):
            self.send(pcm[start : start + FRAME_BYTES].ljust(FRAME_BYTES, b"\0"))

    def listen(self):
        """Is silent until the first sentence of an answer is over."""
        begin, first = self.frames, None
        while True:
            if first is None and self.last_sound > begin:
                first = self.last_sound
            if first and (self.last_sound - first) * FRAME_SECONDS > self.SENTENCE_SECONDS \
                    and (self.frames - self.last_sound) * FRAME_SECONDS > self.PAUSE_SECONDS:
                return
            if (self.frames - begin) * FRAME_SECONDS > self.ANSWER_SECONDS_MAX:
                raise SystemExit("a call got no answer")
            self.send(bytes(FRAME_BYTES))

    def send(self, frame):
        self.frames += 1
        self.line.send(struct.pack(">BH", 0x10, FRAME_BYTES) + frame)
        with contextlib.suppress(BlockingIOError):
            if any(self.line.recv(65_536)[3:]):
                self.last_sound = self.frames
        time.sleep(max(0, self.begin + self.frames * FRAME_SECONDS - time.monotonic()))


def recognizer():
    """The recognizer's CPU beside the seconds of speech, and the plates that it hears beside those that were said."""
    command = [ROOT + "/scripts/recognizer-accuracy", "--count", str(ACCURACY_COUNT), "--json"]
    figures = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    heard = {(each["said"], each["noise"]): each for each in figures["heard"]}

    def share(what, said, noise, place, bar):
        return row(f"recognizer: {what}", "", [heard[said, noise][place]], [ACCURACY_COUNT], bar, at_most=False)

    return [
        row("recognizer: CPU, seconds of speech", "s", [figures["cpu_seconds"]], [figures["sound_seconds"]], 0.2),
        share("code words, clean", "codes", None, "first", 0.98),
        share("code words, 15 dB of road noise", "codes", 15, "first", 0.95),
        share("bare letters, clean", "bare", None, "first", 0.65),
        share("bare letters, clean, among three", "bare", None, "among_three", 0.75),
        row("recognizer: plates from sounds without any", "", [figures["plates_from_others"]], [figures["others"]], 0),
    ]


def wait_for(is_met, seconds=60):
    end = time.monotonic() + seconds
    while not is_met():
        if time.monotonic() > end:
            raise SystemExit("thaw-voice or the recognizer did not get ready")
        time.sleep(0.1)


def rest(pid):
    """Waits until the recognizer has worked off its queue."""
    before = None
    while (used := cpu_seconds(pid)) != before:
        before = used
        time.sleep(0.5)
