"""Hears plates with a Whisper model, by CTranslate2. See docs/internals/voice-recognizer.md."""

from __future__ import annotations

import asyncio
import math
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import ctranslate2
from tokenizers import Tokenizer

from thaw_recognizer.features import spectrogram
from thaw_recognizer.server import SECONDS_MAX, Alternative
from thaw_recognizer.words import LANGUAGES

# Where scripts/install-recognizer puts the weights.
INSTALLED = Path(sys.prefix) / "weights" / "base"
_FILES = ("model.bin", "config.json", "tokenizer.json")
_ALTERNATIVES = 8
# 15 s hold no more.
_TOKENS_MAX = 64
# No run of so many tokens comes twice, so that the decoder does not fall into a loop at a word that it may not write. "1, 1, 1, 1" may come.
_ONCE_TOKENS = 6
# Above it, nothing was said.
_NO_SPEECH_MAX = 0.8
# Below it, the model does not understand what was said in any words.
_SCORE_MIN = -1.6
# A text in words of plates that scores worse than free words by more was not said.
_GAP_MAX = 0.75


class WeightsError(Exception):
    """The weights are missing or cannot be used."""


class Whisper:
    """One sound at a time: the next ones wait."""

    def __init__(self, folder: Path | None, threads: int):
        is_chosen = folder is not None
        folder = folder or INSTALLED
        missing = [name for name in _FILES if not (folder / name).is_file()]
        if missing:
            raise WeightsError(f"{folder} has no {missing[0]}. Run scripts/install-recognizer.")
        try:
            self._model = ctranslate2.models.Whisper(str(folder), compute_type="int8", intra_threads=threads)
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        # Their libraries raise whatever they like, also for weights of another kind.
        except Exception as error:
            raise WeightsError(f"{folder}: {error}") from None
        self.name = folder.name
        # The installed weights hear too few plates in other languages, so those are for operators to choose.
        self.languages = tuple(LANGUAGES) if is_chosen and self._model.is_multilingual else ("en",)
        self._decoders = {language: _Decoder(self._model, self._tokenizer, language) for language in self.languages}
        self._thread = ThreadPoolExecutor(max_workers=1)

    async def recognize(self, pcm: bytes, rate: int, language: str) -> list[Alternative]:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._recognize, pcm, rate, language)

    def _recognize(self, pcm: bytes, rate: int, language: str) -> list[Alternative]:
        features = spectrogram(pcm, rate, seconds=SECONDS_MAX, bands=self._model.n_mels)
        encoded = self._model.encode(ctranslate2.StorageView.from_array(features))
        return self._decoders[language].texts(encoded)


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
        self._plain_words = self._codes | {_plain(word) for word in words.others}
        self._without_names = self._barred(words.codes + words.others)
        self._all_words = self._barred(words.codes + words.names + words.others)

    def texts(self, encoded: ctranslate2.StorageView) -> list[Alternative]:
        decoded = self._decode(encoded, self._all_words, _ALTERNATIVES)
        if decoded.no_speech_prob >= _NO_SPEECH_MAX:
            return []
        best = list(zip(decoded.sequences_ids, decoded.scores))
        first = decoded.sequences_ids[0]
        if self._is_in_code_words(first) and not self._is_whole(first):
            # Fewer words: single letters could only be parts of code words that noise covers.
            decoded = self._decode(encoded, self._without_names, _ALTERNATIVES)
            in_codes = [(tokens, score) for tokens, score in zip(decoded.sequences_ids, decoded.scores) if not self._is_loop(tokens)]
            best = in_codes or best
        if not self._was_said(encoded, best[0][0]):
            return []
        texts: dict[str, float] = {}
        for tokens, score in best:
            texts.setdefault(_plain(self._tokenizer.decode(tokens)), score)
        return [Alternative(text, score) for text, score in texts.items() if text]

    def _was_said(self, encoded: ctranslate2.StorageView, tokens: list[int]) -> bool:
        if self._is_loop(tokens):
            return False
        score = self._score(encoded, tokens)
        # No text scores more than 0, so free words cannot be better by more.
        if score >= -_GAP_MAX:
            return True
        free = self._decode(encoded, barred=[-1], alternatives=1).scores[0]
        return free >= _SCORE_MIN and free - score <= _GAP_MAX

    def _decode(self, encoded: ctranslate2.StorageView, barred: list[int], alternatives: int) -> ctranslate2.models.WhisperGenerationResult:
        return self._model.generate(
            encoded,
            [self._prompt],
            beam_size=alternatives,
            num_hypotheses=alternatives,
            max_length=_TOKENS_MAX,
            no_repeat_ngram_size=_ONCE_TOKENS,
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

    def _is_whole(self, tokens: list[int]) -> bool:
        """Whether every word is one of those that a plate in code words is said with."""
        return self._plain_words.issuperset(_plain(self._tokenizer.decode(tokens)).split())

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
