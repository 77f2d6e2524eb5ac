"""Events of the Wyoming protocol: a line of JSON, then data, then a payload, each only if the line announces it."""

import json
from asyncio import StreamReader
from dataclasses import dataclass, field
from typing import Any

HEADER_BYTES_MAX = 8_192
DATA_BYTES_MAX = 8_192
PAYLOAD_BYTES_MAX = 65_536


class Refusal(Exception):
    """A client's mistake, or a limit that it met. The code and text go to the client and hold nothing of what it sent."""

    def __init__(self, code: str, text: str):
        super().__init__(code)
        self.code = code
        self.text = text


@dataclass(frozen=True)
class Event:
    type: str
    data: dict[str, Any] = field(default_factory=dict)
    payload: bytes = b""

    def line(self) -> bytes:
        """The event as one line, for events without a payload."""
        return json.dumps({"type": self.type, "data": self.data}).encode() + b"\n"


async def read(reader: StreamReader) -> Event | None:
    """The next event, or None at the end. The reader's limit must be HEADER_BYTES_MAX."""
    try:
        line = await reader.readline()
    except ValueError:
        raise Refusal("header.too_long", f"A header line has more than {HEADER_BYTES_MAX} bytes.") from None
    if not line.endswith(b"\n"):
        return None
    header = _object(line)
    kind = header.get("type")
    if not isinstance(kind, str):
        raise Refusal("header.malformed", "A header has no type.")
    data = header.get("data")
    if data is None:
        data = {}
    if not isinstance(data, dict):
        raise Refusal("header.malformed", "The data of a header is not an object.")
    data_length = _length(header, "data_length", DATA_BYTES_MAX)
    payload_length = _length(header, "payload_length", PAYLOAD_BYTES_MAX)
    if data_length:
        data = data | _object(await reader.readexactly(data_length))
    return Event(kind, data, await reader.readexactly(payload_length))


def _object(text: bytes) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise Refusal("header.malformed", "A header or its data is not a JSON object.")
    return value


def _length(header: dict[str, Any], name: str, most: int) -> int:
    length = header.get(name)
    if length is None:
        return 0
    if type(length) is not int or length < 0:
        raise Refusal("header.malformed", f"{name} is not a length.")
    if length > most:
        raise Refusal("payload.too_long", f"{name} is more than {most}.")
    return length
