"""The level of speech that the accuracy of the recognizer is measured at."""

import numpy
import pytest
from levels import active_power

RATE = 8_000


def tone(seconds: float, amplitude: float = 0.1) -> numpy.ndarray:
    return amplitude * numpy.sin(2 * numpy.pi * 1_000 * numpy.arange(int(seconds * RATE)) / RATE)


def quiet(seconds: float) -> numpy.ndarray:
    return numpy.zeros(int(seconds * RATE))


def decibels(sound: numpy.ndarray) -> float:
    """The level beside that of the tone while it sounds."""
    return 10 * numpy.log10(active_power(sound, RATE) / 0.005)


def test_a_tone_without_pauses_has_its_own_level():
    assert decibels(tone(4)) == pytest.approx(0, abs=0.1)


def test_silence_around_speech_does_not_lower_its_level():
    alone, between = decibels(tone(2)), decibels(numpy.concatenate([quiet(3), tone(2), quiet(5)]))
    # But for the 200 ms after it, and the time in which the envelope falls.
    assert between == pytest.approx(alone, abs=0.8)
    assert between > decibels(numpy.concatenate([tone(0.2), quiet(0.15)] * 6)) + 1


def test_short_pauses_are_speech_and_long_ones_are_not():
    short = numpy.concatenate([tone(0.3), quiet(0.15)] * 20)
    long = numpy.concatenate([tone(0.3), quiet(1.5)] * 20)
    assert decibels(short) == pytest.approx(10 * numpy.log10(0.3 / 0.45), abs=0.1)
    # All of a long pause would be 7.8 dB. The hangover and the falling envelope are active.
    assert -4 < decibels(long) < -2


@pytest.mark.parametrize("amplitude", [0.001, 0.01, 0.9])
def test_the_level_follows_the_loudness(amplitude):
    words = numpy.concatenate([tone(0.4), quiet(0.4)] * 5)
    assert decibels(words * amplitude / 0.1) - decibels(words) == pytest.approx(20 * numpy.log10(amplitude / 0.1), abs=0.01)


def test_noise_far_below_speech_is_not_active():
    random = numpy.random.default_rng(1)
    words = numpy.concatenate([tone(1), quiet(4)])
    assert decibels(words + random.normal(0, 1e-4, len(words))) == pytest.approx(decibels(words), abs=0.1)


def test_silence_has_none():
    assert active_power(quiet(1), RATE) == 0
