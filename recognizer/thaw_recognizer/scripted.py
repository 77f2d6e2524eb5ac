"""Stands in for Whisper in tests: it answers from a script, in the script's order, whatever it hears."""

import asyncio
import json
from itertools import cycle

from thaw_recognizer.server import Alternative

_MEMBERS = {"seconds", "ends", "texts"}


class ScriptError(Exception):
    """A line of the script is wrong."""


class Script:
    """A line of JSON an answer: {"texts": [["kilo lima november", -0.2]], "seconds": 1, "ends": false}, each member optional.

    `seconds` is how long the answer takes; `ends` ends the connection without one. After the last line comes the first.
    """

    name = "script"
    languages = ("en", "es", "fr")

    def __init__(self, lines: list[str]):
        answers = []
        for number, line in enumerate(lines, 1):
            try:
                answer = json.loads(line)
                if not _MEMBERS.issuperset(answer):
                    raise ValueError("unknown member")
                texts = [Alternative(str(text), float(score)) for text, score in answer.get("texts", [])]
                answers.append((float(answer.get("seconds", 0)), None if answer.get("ends") else texts))
            except (TypeError, ValueError, AttributeError) as error:
                raise ScriptError(f"line {number}: {error}") from None
        if not answers:
            raise ScriptError("no lines")
        self._answers = cycle(answers)

    async def recognize(self, pcm: bytes, rate: int, language: str) -> list[Alternative] | None:
        seconds, texts = next(self._answers)
        await asyncio.sleep(seconds)
        return texts
