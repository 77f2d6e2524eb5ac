"""What goes over the loopback interface, and the sound of telephones."""

import collections
import socket
import struct
import threading
import wave

ASTERISK = "127.0.0.1"
SIP_PORT, AUDIOSOCKET_PORT, OPERATOR_PORT = 5060, 9092, 8783
RTP_PORTS = range(10_000, 10_200)
SAMPLES_A_SECOND = 8_000
PACKET_SAMPLES = 160
ULAW, EVENTS = 0, 101
SILENCE = b"\xff"
# Kept as silence, because it does not come back once it was decoded.
_NEGATIVE_ZERO = b"\x7f"
_KEYS = "0123456789*#"


class Wire(threading.Thread):
    """Keeps what passes: the sound that Asterisk sends to each address, SIP messages, and both directions of AudioSocket and of /transfer."""

    def __init__(self):
        super().__init__(daemon=True)
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(0x0800))
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 23)
        self._socket.bind(("lo", 0))
        self.heard = collections.defaultdict(bytearray)
        self.messages = []
        self.to_voice = collections.defaultdict(bytearray)
        self.start()

    def run(self):
        while True:
            packet, (_, _, kind, *_) = self._socket.recvfrom(65_536)
            # On loopback each packet is seen as it leaves and as it comes.
            if kind != socket.PACKET_OUTGOING:
                self._take(packet)

    def _take(self, packet):
        header = 4 * (packet[0] & 15)
        protocol, source, target = packet[9], socket.inet_ntoa(packet[12:16]), socket.inet_ntoa(packet[16:20])
        from_port, to_port = struct.unpack_from(">HH", packet, header)
        if protocol == socket.IPPROTO_UDP:
            payload = packet[header + 8 :]
            if to_port == SIP_PORT:
                self.messages.append((source, target, payload.decode(errors="replace")))
            elif source == ASTERISK and from_port in RTP_PORTS and from_port % 2 == 0 and payload[1] & 127 == ULAW:
                self.heard[target] += payload[12:].replace(_NEGATIVE_ZERO, SILENCE)
        elif protocol == socket.IPPROTO_TCP and to_port in (AUDIOSOCKET_PORT, OPERATOR_PORT):
            self.to_voice[to_port, from_port] += packet[header + 4 * (packet[header + 12] >> 4) :]

    def calls_to(self, address):
        """The IDs of the calls that Asterisk made to an address."""
        return {_header(text, "Call-ID") for _, target, text in list(self.messages) if target == address and text.startswith("INVITE ")}

    def sound_to_voice(self):
        """The sound that thaw-voice got, as telephones encode it, and the keys, of all calls."""
        sound, keys = bytearray(), ""
        for (port, _), stream in list(self.to_voice.items()):
            place = 0
            while port == AUDIOSOCKET_PORT and place + 3 <= len(stream):
                kind, length = struct.unpack_from(">BH", stream, place)
                payload = stream[place + 3 : place + 3 + length]
                place += 3 + length
                if kind == 0x10:
                    sound += encoded(bytes(payload))
                elif kind == 0x03:
                    keys += payload.decode()
        return bytes(sound), keys


def _header(text, name):
    return next((line.partition(":")[2].strip() for line in text.splitlines() if line.lower().startswith(name.lower() + ":")), None)


def samples(path):
    """The samples of a WAV file of 8 kHz, 16 bits and one channel, as bytes."""
    with wave.open(str(path)) as file:
        if (file.getframerate(), file.getsampwidth(), file.getnchannels()) != (SAMPLES_A_SECOND, 2, 1):
            raise SystemExit(f"{path} is not of 8 kHz, 16 bits and one channel")
        return file.readframes(file.getnframes())


def _ulaw(sample):
    sign, sample = (0x80, -sample) if sample < 0 else (0, sample)
    sample = min(sample, 32_635) + 132
    exponent = max(0, sample.bit_length() - 8)
    return ~(sign | exponent << 4 | sample >> (exponent + 3) & 15) & 255


_CODES = bytes(_ulaw(sample) for sample in range(-32_768, 32_768)).replace(_NEGATIVE_ZERO, SILENCE)


def encoded(pcm):
    """Samples as G.711 µ-law."""
    return bytes(_CODES[sample + 32_768] for (sample,) in struct.iter_unpack("<h", pcm))


def encoded_by_asterisk(pcm):
    """The same as Asterisk does it: its table has one code for four samples that follow each other, the highest one's."""
    return bytes(_CODES[(sample | 3) + 32_768] for (sample,) in struct.iter_unpack("<h", pcm))


def keyed(path, seconds_before, keys, seconds_after):
    """Writes a capture for sipp: a telephone's silence, and keys as events of RFC 4733."""
    packets, sequence = [], 0

    def add(time, kind, is_first, stamp, payload):
        nonlocal sequence
        sequence += 1
        rtp = struct.pack(">BBHII", 0x80, kind | (0x80 if is_first else 0), sequence, stamp, 0x7468_6177) + payload
        udp = struct.pack(">HHHH", 6_000, 6_000, 8 + len(rtp), 0) + rtp
        address = socket.inet_aton(ASTERISK)
        ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 64, socket.IPPROTO_UDP, 0, address, address)
        packets.append((time, bytes(12) + b"\x08\x00" + ip + udp))

    blocks = int(50 * seconds_before), int(50 * seconds_after)
    # A key is held for 5 packets and let go for 10; its last packet comes three times.
    spans = [(blocks[0] + 15 * number, key) for number, key in enumerate(keys)]
    for block in range(blocks[0] + 15 * len(keys) + blocks[1]):
        time, stamp = 0.02 * block, PACKET_SAMPLES * block
        begin, key = next(((begin, key) for begin, key in spans if begin <= block < begin + 5), (None, None))
        if key is None:
            add(time, ULAW, block == 0, stamp, SILENCE * PACKET_SAMPLES)
            continue
        is_last = block == begin + 4
        event = struct.pack(">BBH", _KEYS.index(key), (0x80 if is_last else 0) | 10, PACKET_SAMPLES * (block - begin + 1))
        for copy in range(3 if is_last else 1):
            add(time + 0.001 * copy, EVENTS, block == begin, PACKET_SAMPLES * begin, event)
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHIIII", 0xA1B2_C3D4, 2, 4, 0, 0, 65_535, 1))
        for time, packet in packets:
            file.write(struct.pack("<IIII", int(time), int(time % 1 * 1e6), len(packet), len(packet)) + packet)
