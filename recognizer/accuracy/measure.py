"""Measures how many plates the recognizer hears, and prints that beside the goals. Run it with the recognizer's own Python."""

import argparse
import asyncio
import itertools
import json
import resource
import subprocess
import time
from pathlib import Path

from clips import RATE, Clip, Recordings
from thaw_recognizer.whisper import INSTALLED, Whisper

_SEED = 20_261_129
# One speaker a language, in Debian's packages asterisk-core-sounds-{en,es,fr}-wav.
_SPEAKERS = {"en": "en_US_f_Allison", "es": "es_MX_f_Allison", "fr": "fr_CA_f_June"}
_NOISES = {None: "clean", 15: "15 dB of road noise", 8: "8 dB of road noise"}
# The least share that is heard: first, and among three.
_GOALS = {("codes", None): (0.98, None), ("codes", 15): (0.95, None), ("bare", None): (0.65, 0.75)}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--plates", type=Path, required=True, help="the program that main.swift makes")
    parser.add_argument("--recordings", type=Path, required=True, help="the folder with one of recordings for each speaker")
    parser.add_argument("--language", choices=_SPEAKERS, default="en", help="default: en; the goals are those of English")
    parser.add_argument("--seed", type=int, default=_SEED, help="another seed makes other plates, pauses and noise: to choose limits with")
    parser.add_argument("--count", type=int, default=7, help="plates of each kind; each is heard three times")
    parser.add_argument("--misses", action="store_true", help="print what was heard instead")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON instead")
    arguments = parser.parse_args()

    recordings = Recordings(arguments.recordings / _SPEAKERS[arguments.language], arguments.seed)
    clips = recordings.others() + recordings.plates(arguments.count)
    engine = Whisper(INSTALLED, threads=1)
    before = time.process_time()
    texts = [[each.text for each in asyncio.run(engine.recognize(clip.pcm, RATE, arguments.language))] for clip in clips]
    cpu = time.process_time() - before
    plates = _plates([arguments.plates.resolve(), arguments.language], texts)
    if arguments.misses:
        for clip, heard, found in zip(clips, texts, plates):
            if found[:1] != [_folded(clip.plate)] and (clip.plate or found):
                print(clip.kind, clip.noise, clip.plate, found[:3], heard[:2])
    heard = _heard(clips, plates)
    others = sum(not clip.plate for clip in clips)
    wrong = sum(bool(found) for clip, found in zip(clips, plates) if not clip.plate)
    seconds = sum(clip.seconds for clip in clips)
    if arguments.json:
        figures = [{"said": said, "noise": noise, "first": first, "among_three": third} for (said, noise), (first, third) in heard.items()]
        print(json.dumps({
            "heard": figures, "plates_from_others": wrong, "others": others, "cpu_seconds": cpu, "sound_seconds": seconds}))
        return
    _print_table(heard, arguments.count)
    print(f"Plates from {others} silences, hisses and greetings: {wrong} (goal: 0)")
    print(f"CPU for a second of sound: {cpu / seconds:.2f} s (goal: at most 0.20); for a sound: {cpu / len(clips):.2f} s")
    print(f"Memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_000} MB")


def _plates(command: list[str | Path], texts: list[list[str]]) -> list[list[str]]:
    """The distinct plates that each clip's texts may hold, the likeliest first."""
    lines = [text for each in texts for text in each]
    output = subprocess.run(command, input="".join(f"{line}\n" for line in lines), capture_output=True, text=True, check=True).stdout
    found = iter(output.splitlines())
    return [list(dict.fromkeys(_folded(plate) for _ in each for plate in next(found).split())) for each in texts]


def _folded(plate: str) -> str:
    return plate.replace("O", "0").replace("I", "1")


def _heard(clips: list[Clip], plates: list[list[str]]) -> dict[tuple[str, int | None], tuple[int, int]]:
    """How many plates were heard first, and among three, by what was said and by the noise."""
    heard = {}
    for said, noise in itertools.product(("codes", "bare"), _NOISES):
        pairs = [(_folded(clip.plate), found) for clip, found in zip(clips, plates) if (clip.kind, clip.noise) == (said, noise)]
        heard[said, noise] = sum(found[:1] == [plate] for plate, found in pairs), sum(plate in found[:3] for plate, found in pairs)
    return heard


def _print_table(heard: dict[tuple[str, int | None], tuple[int, int]], count: int) -> None:
    print(f"| exact plate of {count}, first (among three) | code words | goal | bare letters | goal |")
    print("| --- | --- | --- | --- | --- |")
    for noise, name in _NOISES.items():
        cells = [name]
        for said in ("codes", "bare"):
            first, third = heard[said, noise]
            goals = _GOALS.get((said, noise), (None, None))
            goal = " ".join(text.format(each) for text, each in zip(("{:.0%}", "({:.0%})"), goals) if each)
            cells += [f"{first} ({third})", goal or "–"]
        print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
