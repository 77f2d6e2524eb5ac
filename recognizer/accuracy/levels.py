"""How loud speech is, by method B of ITU-T P.56: over the time in which somebody speaks, with the pauses between words."""

import numpy

_SMOOTHING_SECONDS = 0.03
# Shorter pauses belong to speech.
_HANGOVER_SECONDS = 0.2
# Speech is active above a threshold that is this far below its own level.
_MARGIN_DECIBELS = 15.9


def active_power(sound: numpy.ndarray, rate: int) -> float:
    """The mean square of the samples while speech is active; 0 for silence."""
    energy = float(numpy.sum(sound**2))
    if energy == 0:
        return 0.0
    envelope = _envelope(sound, rate)
    # The higher the threshold, the shorter the activity and the higher the level over it: so exactly one fits.
    low, high = -100.0, 0.0
    for _ in range(30):
        middle = (low + high) / 2
        count = _active(envelope, 10 ** (middle / 20), rate)
        if count and 10 * numpy.log10(energy / count) - middle >= _MARGIN_DECIBELS:
            low = middle
        else:
            high = middle
    return energy / max(1, _active(envelope, 10 ** (low / 20), rate))


def _envelope(sound: numpy.ndarray, rate: int) -> numpy.ndarray:
    """The amount of the sound, smoothed twice by an exponential mean."""
    fading = numpy.exp(-1 / (rate * _SMOOTHING_SECONDS))
    times = numpy.arange(int(15 * rate * _SMOOTHING_SECONDS))
    weights = (1 - fading) ** 2 * (times + 1) * fading**times
    length = len(sound) + len(weights)
    return numpy.fft.irfft(numpy.fft.rfft(numpy.abs(sound), length) * numpy.fft.rfft(weights, length), length)[: len(sound)]


def _active(envelope: numpy.ndarray, threshold: float, rate: int) -> int:
    """How many samples are above the threshold, or follow one that is within the hangover."""
    places = numpy.arange(len(envelope))
    last = numpy.maximum.accumulate(numpy.where(envelope >= threshold, places, -rate))
    return int(numpy.count_nonzero(places - last <= _HANGOVER_SECONDS * rate))
