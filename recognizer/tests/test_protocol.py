"""What clients that follow the protocol get."""

import asyncio
import json


class Listener:
    """Remembers what it was given, for these tests alone."""

    name = "listener"
    languages = ("en", "es")

    async def recognize(self, pcm, rate, language):
        self.heard = (pcm, rate, language)
        return []


def test_a_sound_gets_its_texts_with_scores(recognizer):
    async def run():
        async with recognizer() as r, r.client() as client:
            client.say()
            event = await client.event()
            assert event["type"] == "transcript"
            assert event["data"] == {
                "text": "kilo lima november four five six",
                "language": "en",
                "alternatives": [
                    {"text": "kilo lima november four five six", "score": -0.21},
                    {"text": "kilo lima november nine five six", "score": -0.4},
                ],
            }
            assert await client.event() is None

    asyncio.run(run())


def test_a_sound_without_a_plate_gets_an_empty_text(recognizer):
    async def run():
        async with recognizer('{"texts": []}') as r, r.client() as client:
            client.say()
            assert (await client.event())["data"] == {"text": "", "language": "en", "alternatives": []}

    asyncio.run(run())


def test_chunks_are_joined_and_their_rate_and_language_are_passed_on(recognizer):
    async def run():
        async with recognizer(engine=Listener()) as r, r.client() as client:
            client.send({"type": "transcribe", "data": {"language": "es-MX", "name": "any"}})
            client.start(rate=16000, timestamp=0)
            client.chunk(b"\1\0\2\0", rate=16000)
            client.chunk(b"", rate=16000)
            client.chunk(b"\3\0", rate=16000)
            client.stop()
            await client.event()
            assert r.engine.heard == (b"\1\0\2\0\3\0", 16000, "es")

    asyncio.run(run())


def test_data_may_follow_the_line_in_bytes_that_it_announces(recognizer):
    """As the library of Home Assistant sends it."""

    async def run():
        async with recognizer(engine=Listener()) as r, r.client() as client:
            for kind, data, payload in (
                ("transcribe", {"language": "es"}, b""),
                ("audio-start", {"rate": 8000, "width": 2, "channels": 1}, b""),
                ("audio-chunk", {"rate": 8000, "width": 2, "channels": 1, "timestamp": 20}, b"\1\0"),
                ("audio-stop", {"timestamp": 20}, b""),
            ):
                text = json.dumps(data).encode()
                header = {"type": kind, "version": "1.8.0", "data_length": len(text), "payload_length": len(payload) or None}
                client.send(header, text, payload)
            await client.event()
            assert r.engine.heard == (b"\1\0", 8000, "es")

    asyncio.run(run())


def test_a_client_may_ask_what_it_talks_to(recognizer):
    async def run():
        async with recognizer(engine=Listener()) as r, r.client() as client:
            client.send({"type": "describe"}, {"type": "ping", "data": {"text": "any"}}, {"type": "something-new", "data": {}})
            program = (await client.event())["data"]["asr"][0]
            assert program["name"] == "thaw-recognizer" and program["installed"]
            assert program["models"][0]["languages"] == ["en", "es"]
            assert (await client.event())["type"] == "pong"
            client.say()
            assert (await client.event())["type"] == "transcript"

    asyncio.run(run())
