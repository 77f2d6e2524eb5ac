"""Makes the calls and checks what came of them. scripts/voice-test starts it in namespaces of its own."""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
import wave
from pathlib import Path

import wire
import world
from world import wait

SECONDS_MAX = 240
RECORDINGS = Path("/usr/share/asterisk/sounds/en_US_f_Allison")
PLATE = [f"character.{each}" for each in "kln456"] + ["issuer.us-mn", "listed"]
#: What no log may hold. Asterisk would log each key on a line of its own, so that it has the word DTMF.
CANARIES = ["6125550199", "KLN456", "556456", "kilo", "lima", "DTMF"]


class Calls:
    def __init__(self, here, clip):
        self.here, self.clip, self.wire = here, clip, wire.Wire()

    def phrases(self, *names):
        """The sound of phrases in a row, as Asterisk sends it. A number is a pause in seconds."""
        pcm = b"".join(
            bytes(2 * int(name * wire.SAMPLES_A_SECOND)) if isinstance(name, float) else wire.samples(self.here.sounds / f"en/{name}.wav")
            for name in names)
        return wire.encoded_by_asterisk(pcm)

    def hears(self, address, sound, what, seconds=30):
        """Waits until a telephone got a sound whole, sample by sample."""
        wait(what, lambda: sound in self.wire.heard[address], seconds)
        self.wire.heard[address].clear()

    def is_over(self):
        wait("the end of the call in thaw-voice", lambda: self.here.figure("thaw_voice_calls") == 0)
        wait("the end of the call in Asterisk", lambda: "0 active channels" in self.here.asterisk("core show channels"))

    def say(self):
        """a plate that is said is looked up, and the caller hears the answer"""
        with self.here.speaking(self.clip):
            self.hears(world.SPEAKING, self.phrases(*PLATE), "the answer to a plate that is said")
        self.is_over()
        check(self.here.figure("thaw_voice_recognitions_total", outcome="text") == 1, "a text was recognized")
        check(self.here.figure("thaw_voice_lookups_total", outcome="answered") == 1, "one look-up was answered")
        sound, _ = self.wire.sound_to_voice()
        words = [piece for piece in pieces(wire.encoded(wire.samples(self.clip))) if len(set(piece)) > 50]
        arrived = sum(piece in sound for piece in words)
        check(len(words) > 10 and arrived >= 0.9 * len(words), f"{arrived} of {len(words)} tenths of a second arrived at thaw-voice")

    def key(self):
        """a plate that is keyed is searched, and the caller hears the answer"""
        before = self.here.figure("thaw_voice_lookups_total", outcome="answered")
        with self.here.keying("556456#", 20):
            self.hears(world.KEYING, self.phrases("keys_fit", 0.3, *PLATE), "the answer to keys")
        self.is_over()
        check(self.here.figure("thaw_voice_lookups_total", outcome="answered") == before + 1, "one search was answered")
        check(self.wire.sound_to_voice()[1] == "556456#", "each key arrived once")

    def hang_up(self):
        """a hang-up in the middle of a sentence ends the call"""
        with self.here.speaking(self.silence()):
            welcome = self.phrases("welcome")
            self.hears(world.SPEAKING, welcome[: len(welcome) // 2], "the welcome")
            check(self.here.figure("thaw_voice_calls") == 1, "the call is counted")
            begin = time.monotonic()
        self.is_over()
        check(time.monotonic() - begin < 5, "the call ended at once")

    def person(self):
        """*0 calls the person, once, without the caller's number"""
        check(not self.wire.calls_to(world.PERSONS), "nobody was called before")
        with self.here.keying("*0", 15):
            self.hears(world.KEYING, self.phrases("person_connecting"), "that the person is called")
            wait("the call to the person", lambda: self.wire.calls_to(world.PERSONS))
            wait("the person's answer", lambda: "2 active channels" in self.here.asterisk("core show channels"))
        self.is_over()
        check(len(self.wire.calls_to(world.PERSONS)) == 1, "the person is called once")
        check(self.here.figure("thaw_voice_calls_total", outcome="transferred") == 1, "one transfer is counted")
        invites = [text for _, target, text in self.wire.messages if target == world.PERSONS]
        check(invites[0].startswith(f"INVITE sip:{world.PERSON}@"), "the configured number is called")
        check(not any("6125550199" in text for text in invites), "the person does not see the caller's number")

    def stop(self):
        """a thaw-voice that ends in the middle of a call calls nobody"""
        with self.here.speaking(self.silence()):
            wait("the call", lambda: self.here.figure("thaw_voice_calls") == 1)
            self.here.stop("thaw-voice")
            wait("the end of the call in Asterisk", lambda: "0 active channels" in self.here.asterisk("core show channels"))
        check(len(self.wire.calls_to(world.PERSONS)) == 1, "nobody is called")

    def canaries(self):
        """nothing of a caller is in a log, in Asterisk's folder, or on its way to thaw-voice"""
        self.here.asterisk("logger rotate")
        sent = [text for source, _, text in self.wire.messages if source in (world.SPEAKING, world.KEYING)]
        check(sum("6125550199" in text for text in sent) >= 4, "the callers told their numbers")
        for stream in list(self.wire.to_voice.values()):
            check(b"6125550199" not in stream, "Asterisk does not tell thaw-voice the caller's number")
        asterisk = [path for path in (self.here.work / "asterisk").glob("*/**/*") if path.is_file()]
        check(any(path.name.startswith("messages") for path in asterisk), "Asterisk wrote its log")
        for path in [*asterisk, *(self.here.work / "logs" / name for name in ("thawd", "thaw-voice", "recognizer", "asterisk"))]:
            text = path.read_bytes().lower()
            for canary in CANARIES:
                check(canary.lower().encode() not in text, f"{path.name} does not hold {canary}")

    def silence(self):
        path = self.here.work / "silence.wav"
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, wire.SAMPLES_A_SECOND, 0, "NONE", ""))
            file.writeframes(bytes(2 * 60 * wire.SAMPLES_A_SECOND))
        return path


def said(work, clip):
    """A plate that is said after two seconds of silence, and a minute of silence: a clip, recordings of a human, or espeak-ng's voice."""
    path = work / "said.wav"
    if clip:
        words = [clip]
    elif RECORDINGS.exists():
        words = [RECORDINGS / name for name in ("phonetic/k_p.wav", "phonetic/l_p.wav", "phonetic/n_p.wav")]
        words += [RECORDINGS / f"digits/{digit}.wav" for digit in "456"]
    else:
        words = [work / "words.wav"]
        subprocess.run(["espeak-ng", "-v", "en-us", "-s", "130", "-w", words[0], "Kilo. Lima. November. Four. Five. Six."], check=True)
    subprocess.run(["sox", "-V1", "-G", *words, "-r", "8000", "-b", "16", "-c", "1", path, "pad", "2", "60"], check=True)
    return path


def pieces(sound):
    """A sound in pieces of a tenth of a second. A telephone that gets no processor time for a while leaves a gap."""
    length = wire.SAMPLES_A_SECOND // 10
    return [sound[start : start + length] for start in range(0, len(sound), length)]


def check(is_true, what):
    if not is_true:
        raise SystemExit(f"This is not so: {what}.")


def late(*_):
    raise SystemExit(f"The calls took more than {SECONDS_MAX} s.")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=Path, required=True, help="the folder with thawd, thaw and thaw-voice")
    parser.add_argument("--root", type=Path, required=True, help="a Debian with Asterisk")
    parser.add_argument("--sounds", type=Path, required=True, help="the sounds of calls, made by scripts/voice-sounds")
    options = parser.parse_args()
    signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS_MAX)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    with tempfile.TemporaryDirectory(prefix="thaw-voice-test.") as folder:
        here = world.World(Path(folder), options.programs, options.root, options.sounds)
        calls = Calls(here, said(here.work, os.environ.get("CLIP")))
        try:
            here.start_registry()
            here.start_recognizer(os.environ.get("RECOGNIZER"))
            here.start_voice()
            here.start_asterisk()
            here.start_person()
            print(here.asterisk_version(), flush=True)
            for call in (calls.say, calls.key, calls.hang_up, calls.person, calls.stop, calls.canaries):
                begin = time.monotonic()
                print(f"  {call.__doc__}", end="", flush=True)
                call()
                print(f" ({time.monotonic() - begin:.0f} s)", flush=True)
        except BaseException:
            print(flush=True)
            for log in sorted((here.work / "logs").iterdir()):
                print(f"--- {log.name}\n" + log.read_text(errors="replace")[-2_000:], file=sys.stderr)
            log = here.work / "asterisk/log/messages"
            if log.exists():
                print("--- Asterisk's messages\n" + log.read_text(errors="replace")[-3_000:], file=sys.stderr)
            raise
        finally:
            here.stop_all()
            for mount in (f"{options.root}{world.INSIDE}", options.root / "proc", options.root):
                subprocess.run(["umount", mount], check=False, stderr=subprocess.DEVNULL)
    print("Every call went as it should.")


main()
