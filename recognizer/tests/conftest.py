import asyncio
import json
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from thaw_recognizer.scripted import Script
from thaw_recognizer.server import Server, Waits

PLATE = '{"texts": [["kilo lima november four five six", -0.21], ["kilo lima november nine five six", -0.4]]}'
FORMAT = {"rate": 8000, "width": 2, "channels": 1}


class Client:
    """Speaks to a recognizer, rightly or wrongly."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        self._reader = reader
        self._writer = writer

    def send(self, *parts: bytes | dict, payload: bytes = b"") -> None:
        """Bytes as they are, and events as lines; the payload follows the last."""
        for part in parts:
            self._writer.write(part if isinstance(part, bytes) else json.dumps(part).encode() + b"\n")
        self._writer.write(payload)

    def start(self, **changes: object) -> None:
        self.send({"type": "audio-start", "data": FORMAT | changes})

    def chunk(self, pcm: bytes, **changes: object) -> None:
        self.send({"type": "audio-chunk", "data": FORMAT | changes, "payload_length": len(pcm)}, payload=pcm)

    def stop(self) -> None:
        self.send({"type": "audio-stop"})

    def say(self, pcm: bytes = bytes(1600)) -> None:
        self.start()
        self.chunk(pcm)
        self.stop()

    async def event(self) -> dict | None:
        """The next event; None at the end."""
        async with asyncio.timeout(10):
            line = await self._reader.readline()
        return json.loads(line) if line else None

    async def error(self) -> str | None:
        """The code of the error that ends the connection."""
        event = await self.event()
        assert event and event["type"] == "error" and await self.event() is None
        return event["data"]["code"]

    def close(self) -> None:
        self._writer.close()


class Recognizer:
    def __init__(self, path: str, engine: object):
        self.path = path
        self.engine = engine

    @asynccontextmanager
    async def client(self):
        client = Client(*await asyncio.open_unix_connection(self.path))
        try:
            yield client
        finally:
            client.close()


@pytest.fixture
def recognizer(tmp_path: Path):
    """A recognizer in this process: `async with recognizer() as r`."""

    @asynccontextmanager
    async def start(*script: str, engine: object = None, **waits: float):
        engine = engine or Script(list(script) or [PLATE])
        path = str(tmp_path / "socket")
        async with Server(engine, Waits(**waits)).listening(path):
            yield Recognizer(path, engine)

    return start
