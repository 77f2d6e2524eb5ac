"""The log-mel spectrogram that Whisper takes."""

import numpy

RATE = 16_000
_WINDOW = 400
_STEP = 160


def spectrogram(pcm: bytes, rate: int, *, seconds: int, bands: int) -> numpy.ndarray:
    """An array of 1 × bands × (100 a second): the sound, with silence after it, or cut, to `seconds`."""
    samples = numpy.frombuffer(pcm, "<i2")[: seconds * rate].astype(numpy.float32) / 32_768
    samples = numpy.pad(samples, (0, seconds * rate - len(samples)))
    if rate != RATE:
        samples = _resampled(samples, rate)
    samples = numpy.pad(samples, _WINDOW // 2, mode="reflect")
    frames = numpy.lib.stride_tricks.sliding_window_view(samples, _WINDOW)[: seconds * RATE : _STEP]
    hann = numpy.hanning(_WINDOW + 1)[:-1].astype(numpy.float32)
    power = numpy.abs(numpy.fft.rfft(frames * hann, axis=1)) ** 2
    mel = numpy.log10(numpy.maximum(power @ filters(bands).T, 1e-10))
    mel = numpy.maximum(mel, mel.max() - 8)
    return numpy.ascontiguousarray(((mel + 4) / 4).T[None], numpy.float32)


def filters(bands: int) -> numpy.ndarray:
    """Triangles of equal area, bands × frequencies, on Slaney's mel scale up to half the rate."""
    edges = _hertz(numpy.linspace(0, _mel(RATE / 2), bands + 2))
    rising = numpy.linspace(0, RATE / 2, _WINDOW // 2 + 1) - edges[:, None]
    widths = numpy.diff(edges)[:, None]
    triangles = numpy.maximum(0, numpy.minimum(rising[:-2] / widths[:-1], -rising[2:] / widths[1:]))
    return triangles * (2 / (edges[2:] - edges[:-2]))[:, None]


# Linear up to 1,000 Hz, then 27 steps to 6,400 Hz.
_LINEAR = 200 / 3
_KNEE = 1_000 / _LINEAR
_GROWTH = numpy.log(6.4) / 27


def _mel(hertz: float) -> float:
    return hertz / _LINEAR if hertz < 1_000 else _KNEE + numpy.log(hertz / 1_000) / _GROWTH


def _hertz(mel: numpy.ndarray) -> numpy.ndarray:
    return numpy.where(mel < _KNEE, mel * _LINEAR, 1_000 * numpy.exp((mel - _KNEE) * _GROWTH))


def _resampled(samples: numpy.ndarray, rate: int) -> numpy.ndarray:
    """The same sound at RATE, which is a multiple of `rate`: no frequency is added."""
    factor = RATE // rate
    length = len(samples) * factor
    spectrum = numpy.zeros(length // 2 + 1, numpy.complex128)
    low = numpy.fft.rfft(samples)
    spectrum[: len(low)] = low
    return (numpy.fft.irfft(spectrum, length) * factor).astype(numpy.float32)
