"""Plates and greetings as a telephone carries them, from recorded human words."""

import wave
from dataclasses import dataclass
from pathlib import Path

import numpy
from levels import active_power

RATE = 8_000
# Without I and O, which most issuers do not use.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_FORMS = ("AAA999", "AAA999", "999AAA", "9AAA999", "AAA9999")
_GREETINGS = """hello hello-world one-moment-please vm-goodbye demo-thanks pls-hold-while-try tt-weasels im-sorry please-try-again
    tt-monkeys""".split()
# The loudness of silences and hisses, and whether they have the color of road noise.
_HISSES = ((0, False), (1e-5, False), (1e-3, False), (3e-3, False), (1e-2, False), (3e-3, True), (3e-2, True))


@dataclass(frozen=True)
class Clip:
    kind: str
    """What is said: codes, bare, or nothing."""
    noise: int | None
    """Decibels between speech and noise."""
    plate: str
    pcm: bytes

    @property
    def seconds(self) -> float:
        return len(self.pcm) / 2 / RATE


class Recordings:
    """The recordings of one of Debian's asterisk-core-sounds packages: one speaker, one file a letter, code word or digit."""

    def __init__(self, folder: Path, seed: int):
        self._folder = folder
        self._random = numpy.random.default_rng(seed)

    def plates(self, count: int) -> list[Clip]:
        """Each plate in code words and another in bare letters; each clean, and with 15 and 8 dB of road noise."""
        clips = []
        for _ in range(count):
            for kind in ("codes", "bare"):
                plate = self._plate()
                said = self._said(plate, kind)
                clips += [Clip(kind, noise, plate, self._telephone(said, noise)) for noise in (None, 15, 8)]
        return clips

    def others(self) -> list[Clip]:
        """Sounds that hold no plate: seven silences and hisses, and those of ten greetings that the speaker has recorded."""
        sounds = [self._hiss(*each) for each in _HISSES]
        for name in filter(self._has_recording, _GREETINGS):
            quiet = numpy.zeros(RATE // 5)
            sounds.append(_leveled(numpy.concatenate([quiet, self._recording(name)[: 14 * RATE], quiet])))
        return [Clip("nothing", None, "", _transmitted(sound)) for sound in sounds]

    def _plate(self) -> str:
        form = self._random.choice(_FORMS)
        return "".join(self._random.choice(list(_LETTERS if each == "A" else "0123456789")) for each in form)

    def _said(self, plate: str, kind: str) -> numpy.ndarray:
        parts = [self._pause(0.2, 0.4)]
        for each in plate.lower():
            name = f"digits/{each}" if each.isdigit() else f"phonetic/{each}_p" if kind == "codes" else f"letters/{each}"
            parts += [_trimmed(self._recording(name)), self._pause(0.05, 0.25)]
        return numpy.concatenate([*parts, self._pause(0.3, 0.3)])

    def _has_recording(self, name: str) -> bool:
        return (self._folder / f"{name}.wav").exists()

    def _recording(self, name: str) -> numpy.ndarray:
        with wave.open(str(self._folder / f"{name}.wav")) as file:
            return numpy.frombuffer(file.readframes(file.getnframes()), "<i2") / 32_768

    def _pause(self, least: float, most: float) -> numpy.ndarray:
        return numpy.zeros(int(RATE * self._random.uniform(least, most)))

    def _hiss(self, loudness: float, is_road: bool) -> numpy.ndarray:
        length = int(RATE * self._random.uniform(1.5, 5))
        return self._noise(length, is_road) * loudness

    def _noise(self, length: int, is_road: bool = True) -> numpy.ndarray:
        """Noise of loudness 1; a road's falls with the frequency."""
        noise = self._random.standard_normal(length)
        if is_road:
            spectrum = numpy.fft.rfft(noise) / numpy.maximum(numpy.fft.rfftfreq(length, 1 / RATE), 100)
            noise = numpy.fft.irfft(spectrum, length)
        return noise / numpy.sqrt(numpy.mean(noise**2))

    def _telephone(self, said: numpy.ndarray, decibels: int | None) -> bytes:
        sound = _band(_leveled(said))
        if decibels is not None:
            # Both are measured inside the telephone's band, and the speech while it is active.
            noise = _band(self._noise(len(sound)))
            sound = sound + noise * numpy.sqrt(active_power(sound, RATE) / numpy.mean(noise**2) / 10 ** (decibels / 10))
        return _transmitted(sound)


def _trimmed(sound: numpy.ndarray) -> numpy.ndarray:
    loud = numpy.nonzero(numpy.abs(sound) > 0.01)[0]
    return sound[max(0, loud[0] - 160) : loud[-1] + 160]


def _leveled(sound: numpy.ndarray) -> numpy.ndarray:
    return sound * 0.1 / numpy.sqrt(numpy.mean(sound[numpy.abs(sound) > 0.01] ** 2))


def _band(sound: numpy.ndarray) -> numpy.ndarray:
    """A telephone's frequencies."""
    spectrum = numpy.fft.rfft(sound)
    frequencies = numpy.fft.rfftfreq(len(sound), 1 / RATE)
    spectrum[(frequencies < 300) | (frequencies > 3_400)] = 0
    return numpy.fft.irfft(spectrum, len(sound))


def _transmitted(sound: numpy.ndarray) -> bytes:
    """Through the telephone's band and 8 bits of µ-law."""
    sound = numpy.clip(_band(sound), -1, 1)
    coded = numpy.round(127 * numpy.log1p(255 * numpy.abs(sound)) / numpy.log(256)) / 127
    decoded = numpy.sign(sound) * (256**coded - 1) / 255
    return numpy.round(decoded * 32_767).astype("<i2").tobytes()
