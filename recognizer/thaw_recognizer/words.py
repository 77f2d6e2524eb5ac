"""The words that plates are said with. The decoder writes no others."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    codes: tuple[str, ...]
    """The code words of NATO and ICAO, and as others spell them. Over a telephone, Foxtrot sounds like "box trot" to a model."""
    names: tuple[str, ...]
    """Letters by their names, as a recognizer writes them, and other words that spell letters."""
    others: tuple[str, ...]
    """Numbers, issuers, corrections, answers, and what is said around a plate."""


_CODES = """Alpha Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliet Kilo Lima Mike November Oscar Papa Quebec Romeo Sierra
    Tango Uniform Victor Whiskey X-ray Yankee Zulu Alfa Fox Box Trot Gulf Juliett Whisky"""
_LETTERS = "a b c d e f g h i j k l m n o p q r s t u v w x y z"
_DIGITS = "0 1 2 3 4 5 6 7 8 9"

LANGUAGES = {
    language: Words(*(tuple(text.split()) for text in texts))
    for language, texts in {
        "en": (
            _CODES,
            f"""{_LETTERS} Adam Boy Charles David Edward Frank George Henry Ida John King Lincoln Mary Nora Ocean Paul Queen Robert
            Sam Tom Union William Young Zebra as in""",
            f"""{_DIGITS} zero one two three four five six seven eight nine niner ten eleven twelve thirteen fourteen fifteen
            sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred double triple
            Minnesota Wisconsin Iowa Dakota Illinois Michigan Texas California Florida plate no sorry scratch that start over
            again repeat person operator""",
        ),
        "es": (
            _CODES,
            f"{_LETTERS} doble uve griega",
            f"""{_DIGITS} cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis
            diecisiete dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien y placa no otra
            vez repita persona""",
        ),
        "fr": (
            _CODES,
            f"{_LETTERS} grec double",
            f"""{_DIGITS} zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente
            quarante cinquante soixante cent et plaque non encore répétez personne""",
        ),
    }.items()
}
