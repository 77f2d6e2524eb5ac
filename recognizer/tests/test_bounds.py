"""What clients that do not follow the protocol, or want too much, get."""

import asyncio
import json
import logging
import os
import stat

import pytest
from conftest import FORMAT
from thaw_recognizer import server, wyoming
from thaw_recognizer.scripted import Script
from thaw_recognizer.server import Server, SocketError

SECOND = bytes(16_000)


def refused(recognizer, *parts, **waits):
    """The code of the error for what a client sends."""

    async def run():
        async with recognizer(**waits) as r:
            async with r.client() as client:
                client.send(*parts)
                code = await client.error()
            # Others are served.
            async with r.client() as client:
                client.say()
                assert (await client.event())["type"] == "transcript"
            return code

    return asyncio.run(run())


@pytest.mark.parametrize(
    "line",
    [
        b"GET / HTTP/1.1\r\n",
        b"\n",
        b"[]\n",
        b"null\n",
        b'{"data": {}}\n',
        b'{"type": 1}\n',
        b'{"type": "ping", "data": []}\n',
        b'{"type": "ping", "data": "x"}\n',
        b'{"type": "ping", "payload_length": -1}\n',
        b'{"type": "ping", "payload_length": 1.5}\n',
        b'{"type": "ping", "payload_length": true}\n',
        b'{"type": "ping", "data_length": "1"}\n',
        b'{"type": "ping", "data_length": ' + b"9" * 5_000 + b"}\n",
        b'{"type": "ping", "data_length": 2}\n[]',
        b'{"type": "ping", "data_length": 2}\n{x',
        b"[" * 8_000 + b"\n",
        b"\xff\xfe{}\n",
        b'{"type": "\xff"}\n',
    ],
)
def test_a_malformed_header_is_refused(recognizer, line):
    assert refused(recognizer, line) == "header.malformed"


def test_a_header_line_has_at_most_8_KiB(recognizer):
    assert refused(recognizer, b"x" * (wyoming.HEADER_BYTES_MAX + 1)) == "header.too_long"
    assert refused(recognizer, b" " * wyoming.HEADER_BYTES_MAX + b"{}\n") == "header.too_long"


@pytest.mark.parametrize("field, most", [("data_length", wyoming.DATA_BYTES_MAX), ("payload_length", wyoming.PAYLOAD_BYTES_MAX)])
def test_an_announced_length_is_refused_before_its_bytes_are_read(recognizer, field, most):
    assert refused(recognizer, {"type": "ping", field: most + 1}) == "payload.too_long"


@pytest.mark.parametrize("change", [{"rate": 44100}, {"rate": "8000"}, {"rate": True}, {"width": 4}, {"channels": 2}, {"rate": None}])
def test_other_sound_is_refused(recognizer, change):
    assert refused(recognizer, {"type": "audio-start", "data": FORMAT | change}) == "sound.format"


def test_a_chunk_must_be_like_the_start_and_whole(recognizer):
    start = {"type": "audio-start", "data": FORMAT}
    assert refused(recognizer, start, {"type": "audio-chunk", "data": FORMAT | {"rate": 16000}}) == "sound.format"
    assert refused(recognizer, start, {"type": "audio-chunk", "data": FORMAT, "payload_length": 1}, b"x") == "sound.format"


@pytest.mark.parametrize("kind", ["audio-chunk", "audio-stop"])
def test_sound_without_a_start_is_refused(recognizer, kind):
    assert refused(recognizer, {"type": kind, "data": FORMAT}) == "sound.no_start"


@pytest.mark.parametrize("language", ["de", "", 1, ["en"], "english"])
def test_a_language_that_the_weights_do_not_know_is_refused(recognizer, language):
    assert refused(recognizer, {"type": "transcribe", "data": {"language": language}}) == "language.unsupported"


@pytest.mark.parametrize("samples, expected", [(120_000, "transcript"), (120_001, "error")])
def test_a_sound_lasts_at_most_15_seconds(recognizer, samples, expected):
    async def run():
        async with recognizer() as r, r.client() as client:
            client.start()
            pcm = bytes(samples * 2)
            for start in range(0, len(pcm), 16_000):
                client.chunk(pcm[start : start + 16_000])
            client.stop()
            event = await client.event()
            assert event["type"] == expected and event["data"].get("code") in (None, "sound.too_long")

    asyncio.run(run())


def test_a_second_start_drops_the_first_sound(recognizer):
    async def run():
        async with recognizer() as r, r.client() as client:
            for _ in range(3):
                client.start()
                for _ in range(10):
                    client.chunk(SECOND)
            client.stop()
            assert (await client.event())["type"] == "transcript"

    asyncio.run(run())


def test_a_connection_has_a_bounded_number_of_events(recognizer):
    assert refused(recognizer, *[b'{"type": "any"}\n'] * (server.EVENTS_MAX + 1)) == "events.too_many"


def test_a_silent_client_is_refused_in_time(recognizer):
    assert refused(recognizer, b'{"type"', event=0.1) == "timeout"
    assert refused(recognizer, {"type": "audio-start", "data": FORMAT}, event=0.1) == "timeout"
    assert refused(recognizer, {"type": "ping", "payload_length": 9}, b"12345678", event=0.1) == "timeout"


def test_a_client_that_sends_bit_by_bit_is_refused_in_time(recognizer):
    async def run():
        async with recognizer(event=1, sound=0.3) as r, r.client() as client:
            for byte in b'{"type": "audio-start"':
                client.send(bytes([byte]))
                await asyncio.sleep(0.02)
            assert await client.error() == "timeout"

    asyncio.run(run())


def test_a_client_that_does_not_read_ends(recognizer):
    async def run():
        async with recognizer(event=1, sound=1, write=0.1) as r, r.client() as client:
            client.send(*[b'{"type": "describe"}\n'] * server.EVENTS_MAX)
            await asyncio.sleep(0.5)
            with pytest.raises(OSError):
                for _ in range(100):
                    client.send(b"\n" * 65_536)
                    await client._writer.drain()

    asyncio.run(run())


@pytest.mark.parametrize("part", [b"", b'{"type"', b'{"type": "ping", "payload_length": 9}\n1'])
def test_a_client_that_goes_away_in_the_middle_harms_nobody(recognizer, part):
    async def run():
        async with recognizer() as r:
            async with r.client() as client:
                client.send(part)
            async with r.client() as client:
                client.say()
                assert (await client.event())["type"] == "transcript"

    asyncio.run(run())


def test_one_connection_too_many_is_told_so_and_the_others_are_served(recognizer):
    async def run():
        async with recognizer() as r:
            clients = [r.client() for _ in range(server.CONNECTIONS_MAX)]
            opened = [await each.__aenter__() for each in clients]
            await asyncio.sleep(0.1)
            async with r.client() as client:
                assert await client.error() == "busy"
            for client in opened:
                client.say()
            for client in opened:
                assert (await client.event())["type"] == "transcript"
            for each in clients:
                await each.__aexit__(None, None, None)
            await asyncio.sleep(0.1)
            async with r.client() as client:
                client.say()
                assert (await client.event())["type"] == "transcript"

    asyncio.run(run())


def test_a_recognition_that_takes_too_long_is_given_up(recognizer):
    async def run():
        async with recognizer('{"seconds": 5}', answer=0.1) as r, r.client() as client:
            client.say()
            assert await client.error() == "busy"

    asyncio.run(run())


class Failing:
    name = "failing"
    languages = ("en",)

    async def recognize(self, pcm, rate, language):
        raise RuntimeError("kilo lima november")


def test_a_failure_says_nothing_of_what_was_heard(recognizer, caplog, capfd):
    async def run():
        async with recognizer(engine=Failing()) as r, r.client() as client:
            client.say()
            event = await client.event()
            assert event["data"] == {"code": "failed", "text": "The sound could not be recognized."}

    caplog.set_level(logging.DEBUG)
    asyncio.run(run(), debug=True)
    assert "kilo" not in caplog.text + "".join(capfd.readouterr())


def test_errors_never_repeat_what_a_client_sent(recognizer):
    async def run():
        async with recognizer() as r:
            for line in (b"kilo lima\n", b'{"type": "ping", "data": "kilo"}\n', b'{"type": "transcribe", "data": {"language": "kilo"}}\n'):
                async with r.client() as client:
                    client.send(line)
                    assert "kilo" not in json.dumps(await client.event())

    asyncio.run(run())


def test_the_socket_is_for_its_owner_and_group_and_goes_with_the_program(recognizer):
    async def run():
        async with recognizer() as r:
            mode = os.stat(r.path).st_mode
            assert stat.S_ISSOCK(mode) and stat.S_IMODE(mode) == 0o660
        assert not os.path.exists(r.path)

    asyncio.run(run())


def test_a_socket_that_a_crash_left_is_replaced_and_one_in_use_is_not(tmp_path):
    async def run():
        path = str(tmp_path / "socket")
        (await asyncio.start_unix_server(lambda *_: None, path)).close()
        assert os.path.exists(path)
        async with Server(Script(["{}"])).listening(path):
            with pytest.raises(SocketError, match="another program"):
                async with Server(Script(["{}"])).listening(path):
                    pass
            assert os.path.exists(path)

    asyncio.run(run())


def test_a_file_in_the_place_of_the_socket_stays(tmp_path):
    path = tmp_path / "socket"
    path.write_text("a file")

    async def run():
        async with Server(Script(["{}"])).listening(str(path)):
            pass

    with pytest.raises(SocketError, match="not a socket"):
        asyncio.run(run())
    assert path.read_text() == "a file"
