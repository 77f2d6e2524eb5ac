"""When a text counts, with a model and a tokenizer that stand in for the real ones: each word is one token."""

import importlib
import math
import re
import sys
from types import ModuleType, SimpleNamespace

import pytest
from thaw_recognizer.words import LANGUAGES

WORDS = sorted({form for each in LANGUAGES["en"].__dict__.values() for word in each for form in (word, word.lower(), word.capitalize())})
SPECIAL = ["<|endoftext|>", "<|startoftranscript|>", "<|notimestamps|>", ",", "-", " thanks"]
VOCABULARY = SPECIAL + [f" {word}" for word in WORDS] + [word for word in WORDS if len(word) == 1]


class Tokenizer:
    def token_to_id(self, token):
        return VOCABULARY.index(token)

    def get_vocab_size(self):
        return len(VOCABULARY)

    def encode(self, text, add_special_tokens):
        return SimpleNamespace(ids=[VOCABULARY.index(text)])

    def decode(self, tokens):
        return "".join(VOCABULARY[token] for token in tokens)


class Model:
    """Hears what a test tells it to: texts with scores by decoding, and the score of the first one among free words."""

    is_multilingual = False

    def __init__(self, free=(" thanks", -0.2), all_words=(), code_words=(), free_score=-0.3, no_speech=0.1):
        self._heard = {"free": [free], "all words": list(all_words), "code words": list(code_words)}
        self._free_score = free_score
        self._no_speech = no_speech
        self.decodings = []
        self.once_tokens = None

    def generate(self, encoded, prompts, *, num_hypotheses, suppress_tokens, no_repeat_ngram_size, **options):
        assert prompts == [[VOCABULARY.index("<|startoftranscript|>"), VOCABULARY.index("<|notimestamps|>")]]
        barred = {VOCABULARY[token] for token in suppress_tokens if token >= 0}
        assert not barred or " thanks" in barred and not barred & {"<|endoftext|>", ",", " Kilo", " four", " 4"}
        self.once_tokens = no_repeat_ngram_size
        decoding = "free" if suppress_tokens == [-1] else "code words" if " k" in barred else "all words"
        self.decodings.append(decoding)
        texts = self._heard[decoding][:num_hypotheses]
        tokens = [[VOCABULARY.index(token) for token in re.findall("[,-]| ?[^ ,-]+", text)] for text, _ in texts]
        return [SimpleNamespace(sequences_ids=tokens, scores=[score for _, score in texts], no_speech_prob=self._no_speech)]

    def align(self, encoded, start, texts, num_frames):
        return [SimpleNamespace(text_token_probs=[math.exp(self._free_score)] * len(texts[0]))]


@pytest.fixture
def whisper(monkeypatch):
    """The module, with libraries that stand in for the real ones."""
    library = ModuleType("ctranslate2")
    library.models = SimpleNamespace(Whisper=lambda folder, **options: SimpleNamespace(is_multilingual=True))
    monkeypatch.setitem(sys.modules, "ctranslate2", library)
    tokenizers = ModuleType("tokenizers")
    tokenizers.Tokenizer = Tokenizer
    monkeypatch.setitem(sys.modules, "tokenizers", tokenizers)
    monkeypatch.delitem(sys.modules, "thaw_recognizer.whisper", raising=False)
    yield importlib.import_module("thaw_recognizer.whisper")
    del sys.modules["thaw_recognizer.whisper"]


@pytest.fixture
def heard(whisper):
    """The texts that count, of what a model hears."""
    return lambda model: [(each.text, each.score) for each in whisper._Decoder(model, Tokenizer(), "en").texts(None)]


BARE = [(" K, L, N, 4, 5, 6", -0.2), (" k l n 4 5 6", -0.25), (" K-L-N-4-5-6", -0.28), (" K, L, M, 4, 5, 6", -0.3)]
CODED = [(" Kilo Lima November 4 5 6", -0.2)]


def test_letters_are_heard_and_texts_that_differ_in_form_are_one(heard):
    model = Model(all_words=BARE)
    assert heard(model) == [("k l n 4 5 6", -0.2), ("k l m 4 5 6", -0.3)]
    assert model.decodings == ["all words"]


@pytest.mark.parametrize("text", [" Kilo Lima n 4 5 6", " Kilo Lima thanks 4 5 6"])
def test_code_words_are_heard_again_without_what_is_none(heard, text):
    model = Model(all_words=[(text, -0.3)], code_words=CODED)
    assert heard(model) == [("kilo lima november 4 5 6", -0.2)]
    assert model.decodings == ["all words", "code words"]


def test_code_words_alone_are_not_heard_again(heard):
    model = Model(all_words=CODED)
    assert heard(model) == [("kilo lima november 4 5 6", -0.2)]
    assert model.decodings == ["all words"]


def test_loops_of_code_words_are_left_out(heard):
    mixed, loop = (" Kilo Lima n 4 5 6", -0.3), (" 6 6 6 6 6 6", -0.1)
    assert heard(Model(all_words=[mixed], code_words=[loop, *CODED])) == [("kilo lima november 4 5 6", -0.2)]
    assert heard(Model(all_words=[mixed], code_words=[loop])) == [("kilo lima n 4 5 6", -0.3)]


def test_other_spelling_words_are_not_heard_again(heard):
    model = Model(all_words=[(" King Lincoln Mary 4 5 6", -0.3)])
    assert heard(model) == [("king lincoln mary 4 5 6", -0.3)]
    assert model.decodings == ["all words"]


def test_where_nothing_was_said_nothing_is_heard(heard):
    assert heard(Model(all_words=BARE, no_speech=0.8)) == []
    assert heard(Model(all_words=BARE, no_speech=0.79)) != []


def test_what_the_model_does_not_understand_in_any_words_does_not_count(heard):
    assert heard(Model(free=(" thanks", -1.61), all_words=BARE, free_score=-1.7)) == []
    assert heard(Model(free=(" thanks", -1.59), all_words=BARE, free_score=-1.7)) != []


def test_a_greeting_in_words_of_plates_does_not_count(heard):
    assert heard(Model(free=(" thanks", -0.2), all_words=BARE, free_score=-0.96)) == []
    assert heard(Model(free=(" thanks", -0.2), all_words=BARE, free_score=-0.94)) != []


def test_free_words_are_heard_only_if_they_could_decide(heard):
    unsure = Model(free=(" thanks", -0.2), all_words=BARE, free_score=-0.76)
    assert heard(unsure) != [] and unsure.decodings == ["all words", "free"]
    sure = Model(free=(" thanks", -0.2), all_words=BARE, free_score=-0.74)
    assert heard(sure) != [] and sure.decodings == ["all words"]


@pytest.mark.parametrize(
    "text, counts",
    [(" 1, 1, 1, 1, 1", False), (" 1 1 1 1", True), (" a b a b a b a b a", False), (" a b c 1 1 1 1", True), (" a b c d 1 1 1 1 1", False), (" i i i i i i i i", False)],
)
def test_a_loop_does_not_count(heard, text, counts):
    assert bool(heard(Model(all_words=[(text, -0.2)], code_words=[(text, -0.2)]))) == counts


def test_the_decoder_is_kept_from_loops_but_may_write_a_digit_four_times(heard):
    model = Model(all_words=BARE)
    heard(model)
    assert model.once_tokens is not None
    written = re.findall("[,-]| ?[^ ,-]+", " 1, 1, 1, 1, 1")
    runs = [[tuple(written[start : start + model.once_tokens]) for start in range(end - model.once_tokens + 1)] for end in (7, 9)]
    assert [len(each) == len(set(each)) for each in runs] == [True, False]


class AnyTokenizer(Tokenizer):
    """Takes each text for one token."""

    @classmethod
    def from_file(cls, path):
        return cls()

    def token_to_id(self, token):
        return 0

    def encode(self, text, add_special_tokens):
        return SimpleNamespace(ids=[0])


def test_installed_weights_hear_english_and_chosen_ones_every_language_that_they_know(whisper, monkeypatch, tmp_path):
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (tmp_path / name).touch()
    monkeypatch.setattr(whisper, "INSTALLED", tmp_path)
    monkeypatch.setattr(whisper, "Tokenizer", AnyTokenizer)
    assert whisper.Whisper(None, 1).languages == ("en",)
    assert whisper.Whisper(tmp_path, 1).languages == ("en", "es", "fr")
