"""The spectrogram against values that the feature extractor of faster-whisper 1.2.1 computed from the same sound."""

import numpy
import pytest

from thaw_recognizer.features import filters, spectrogram

KNOWN = [(0, 0, 1.0102), (5, 10, -0.1633), (20, 50, -0.7087), (79, 199, -0.1439), (30, 300, -0.7087)]


def chirp(rate: int) -> bytes:
    """Two seconds that rise from 200 Hz."""
    times = numpy.arange(2 * rate) / rate
    return numpy.round(8_000 * numpy.sin(2 * numpy.pi * (200 + times * 1_500) * times)).astype("<i2").tobytes()


def test_it_equals_that_of_the_library_which_the_weights_were_made_for():
    found = spectrogram(chirp(16_000), 16_000, seconds=15, bands=80)
    assert found.shape == (1, 80, 1_500) and found.dtype == numpy.float32 and found.flags.c_contiguous
    for band, frame, value in KNOWN:
        assert found[0, band, frame] == pytest.approx(value, abs=1e-4)


def test_8_kHz_sounds_like_16_kHz_below_4_kHz():
    slow = spectrogram(chirp(8_000), 8_000, seconds=15, bands=80)[0, :40, 5:100]
    fast = spectrogram(chirp(16_000), 16_000, seconds=15, bands=80)[0, :40, 5:100]
    assert numpy.abs(slow - fast).max() < 0.2


@pytest.mark.parametrize("samples", [0, 1, 15 * 8_000, 20 * 8_000])
def test_any_length_makes_15_seconds(samples):
    found = spectrogram(bytes(2 * samples), 8_000, seconds=15, bands=80)
    assert found.shape == (1, 80, 1_500) and numpy.isfinite(found).all()


def test_the_loudest_sound_is_finite():
    loud = numpy.resize(numpy.array([32_767, -32_768], "<i2"), 120_000).tobytes()
    assert numpy.isfinite(spectrogram(loud, 8_000, seconds=15, bands=80)).all()


@pytest.mark.parametrize("bands", [80, 128])
def test_filters_have_equal_areas_but_for_the_narrowest(bands):
    areas = filters(bands).sum(axis=1) * 40
    assert areas[bands // 2 :] == pytest.approx(numpy.ones(bands - bands // 2), abs=0.1)
