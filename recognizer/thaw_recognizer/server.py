"""Answers clients on a Unix socket: one sound a connection. It keeps and logs nothing of sounds and texts."""

import asyncio
import os
import socket
import stat
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, Protocol

from thaw_recognizer import wyoming
from thaw_recognizer.wyoming import Event, Refusal

SECONDS_MAX = 15
RATES = (8_000, 16_000)
CONNECTIONS_MAX = 32
# 15 s in steps of 5 ms, and room for the rest.
EVENTS_MAX = 3_200


@dataclass(frozen=True)
class Alternative:
    """A text that was heard. Scores are natural logarithms of probabilities: the higher, the likelier."""

    text: str
    score: float


class Engine(Protocol):
    name: str
    languages: tuple[str, ...]

    async def recognize(self, pcm: bytes, rate: int, language: str) -> list[Alternative] | None:
        """The texts that a sound may hold, the likeliest first; empty if it holds none; None to end the connection without an answer."""


@dataclass(frozen=True)
class Waits:
    """The longest waits, in seconds."""

    event: float = 15
    """For the next event."""
    sound: float = 45
    """For a whole sound: a client may send it while somebody speaks."""
    answer: float = 7
    """For the recognition, with those before it: callers do not wait longer."""
    write: float = 5
    end: float = 1
    """For the client's end, after the answer."""


class SocketError(Exception):
    """The socket cannot be used."""


class Server:
    def __init__(self, engine: Engine, waits: Waits = Waits()):
        self._engine = engine
        self._waits = waits
        self._connections = 0

    @asynccontextmanager
    async def listening(self, path: str) -> AsyncIterator[None]:
        _remove_stale(path)
        # The owner and the group may connect.
        umask = os.umask(0o117)
        try:
            server = await asyncio.start_unix_server(self._serve, path, limit=wyoming.HEADER_BYTES_MAX)
        except OSError as error:
            raise SocketError(f"{path}: {error.strerror or error}") from None
        finally:
            os.umask(umask)
        try:
            yield
        finally:
            server.close()
            os.unlink(path)

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        # What was written is with the client: nothing waits in this process for one that does not read.
        writer.transport.set_write_buffer_limits(0)
        if self._connections == CONNECTIONS_MAX:
            writer.write(_error("busy", "Too many connections. Try again in a second.").line())
            writer.transport.abort()
            return
        self._connections += 1
        try:
            answer = await self._answer_or_error(reader, writer)
            if answer:
                await self._write(writer, answer)
                writer.write_eof()
                # A close before the client's last bytes are read would take the answer from it.
                async with asyncio.timeout(self._waits.end):
                    while await reader.read(wyoming.PAYLOAD_BYTES_MAX):
                        pass
        except OSError:
            pass
        finally:
            self._connections -= 1
            writer.transport.abort()

    async def _answer_or_error(self, reader: StreamReader, writer: StreamWriter) -> Event | None:
        try:
            return await self._answer(reader, writer)
        except Refusal as refusal:
            return _error(refusal.code, refusal.text)
        except (EOFError, OSError):
            return None
        except Exception:
            # The text of an exception could hold a word that was heard.
            return _error("failed", "The sound could not be recognized.")

    async def _answer(self, reader: StreamReader, writer: StreamWriter) -> Event | None:
        try:
            async with asyncio.timeout(self._waits.sound):
                sound = await self._sound(reader, writer)
        except TimeoutError:
            raise Refusal("timeout", "The sound did not arrive in time.") from None
        if sound is None:
            return None
        try:
            async with asyncio.timeout(self._waits.answer):
                alternatives = await self._engine.recognize(bytes(sound.pcm), sound.rate, sound.language)
        except TimeoutError:
            raise Refusal("busy", "Too many sounds are waiting. Try again in a second.") from None
        return None if alternatives is None else transcript(alternatives, sound.language)

    async def _sound(self, reader: StreamReader, writer: StreamWriter) -> "_Sound | None":
        """The client's sound once it is complete; None if the client ended before."""
        sound = None
        language = self._engine.languages[0]
        for _ in range(EVENTS_MAX):
            async with asyncio.timeout(self._waits.event):
                event = await wyoming.read(reader)
            match event.type if event else None:
                case None:
                    return None
                case "transcribe":
                    language = self._language(event.data.get("language"))
                case "audio-start":
                    sound = _Sound(bytearray(), _rate(event.data), language)
                case "audio-chunk" if sound:
                    sound.add(event)
                case "audio-stop" if sound:
                    return replace(sound, language=language)
                case "audio-chunk" | "audio-stop":
                    raise Refusal("sound.no_start", "audio-start is missing.")
                case "describe":
                    await self._write(writer, self._info())
                case "ping":
                    await self._write(writer, Event("pong"))
        raise Refusal("events.too_many", f"A connection has at most {EVENTS_MAX} events.")

    def _language(self, named: Any) -> str:
        if named is None:
            return self._engine.languages[0]
        language = named.lower().replace("_", "-").split("-")[0] if isinstance(named, str) else ""
        if language not in self._engine.languages:
            raise Refusal("language.unsupported", "The weights do not know the language.")
        return language

    async def _write(self, writer: StreamWriter, event: Event) -> None:
        writer.write(event.line())
        async with asyncio.timeout(self._waits.write):
            await writer.drain()

    def _info(self) -> Event:
        described = {
            "name": "thaw-recognizer",
            "description": "License plates, said in words",
            "attribution": {"name": "Thaw", "url": ""},
            "installed": True,
            "version": None,
        }
        model = described | {"name": self._engine.name, "languages": list(self._engine.languages)}
        return Event("info", {"asr": [described | {"models": [model], "supports_transcript_streaming": False}]})


def transcript(alternatives: list[Alternative], language: str) -> Event:
    text = alternatives[0].text if alternatives else ""
    listed = [{"text": each.text, "score": round(each.score, 4)} for each in alternatives]
    return Event("transcript", {"text": text, "language": language, "alternatives": listed})


def _error(code: str, text: str) -> Event:
    return Event("error", {"code": code, "text": text})


@dataclass(frozen=True)
class _Sound:
    pcm: bytearray
    rate: int
    language: str

    def add(self, chunk: Event) -> None:
        if _rate(chunk.data) != self.rate:
            raise Refusal("sound.format", "The rate of a chunk is not that of audio-start.")
        if len(chunk.payload) % 2:
            raise Refusal("sound.format", "A chunk ends in half a sample.")
        # Half of a plate would be a wrong one.
        if len(self.pcm) + len(chunk.payload) > SECONDS_MAX * self.rate * 2:
            raise Refusal("sound.too_long", f"A sound lasts at most {SECONDS_MAX} seconds.")
        self.pcm.extend(chunk.payload)


def _rate(data: dict[str, Any]) -> int:
    rate = data.get("rate")
    if type(rate) is not int or rate not in RATES or data.get("width") != 2 or data.get("channels") != 1:
        raise Refusal("sound.format", "Sound must have a rate of 8000 or 16000, a width of 2, and 1 channel.")
    return rate


def _remove_stale(path: str) -> None:
    """Removes a socket that nobody listens on; anything else in its place is an error."""
    try:
        if not stat.S_ISSOCK(os.stat(path).st_mode):
            raise SocketError(f"{path}: not a socket")
    except FileNotFoundError:
        return
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(1)
        try:
            probe.connect(path)
        except ConnectionRefusedError:
            os.unlink(path)
            return
        except OSError as error:
            raise SocketError(f"{path}: {error.strerror or error}") from None
    raise SocketError(f"{path}: another program listens here")
