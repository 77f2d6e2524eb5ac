"""The program: see docs/operate/voice-recognizer.md."""

import argparse
import asyncio
import logging
import resource
import signal
import sys
from pathlib import Path

from thaw_recognizer.scripted import Script, ScriptError
from thaw_recognizer.server import Engine, Server, SocketError

# sysexits.h
_UNAVAILABLE = 69
_OS_ERROR = 71


def main() -> None:
    arguments = _arguments()
    # Sounds and words must reach neither a log nor a core dump.
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    engine = _engine(arguments)
    try:
        asyncio.run(_serve(engine, str(arguments.socket)))
    except SocketError as error:
        _exit(_OS_ERROR, "socket_unusable", str(error))


async def _serve(engine: Engine, path: str) -> None:
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with Server(engine).listening(path):
        print(f"Listening on {path} with {engine.name}", flush=True)
        await ended.wait()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="thaw-recognizer", description="Turns a spoken plate into texts, by the Wyoming protocol.")
    parser.add_argument("--socket", type=Path, required=True, help="the Unix socket to listen on")
    parser.add_argument("--weights", type=Path, metavar="FOLDER", help="a Whisper model for CTranslate2 (default: base as installed)")
    parser.add_argument("--threads", type=int, choices=range(1, 17), default=1, metavar="N", help="threads for one sound (default: 1)")
    parser.add_argument("--script", type=Path, metavar="FILE", help="answer from a script of JSON lines: for tests, without weights")
    return parser.parse_args()


def _engine(arguments: argparse.Namespace) -> Engine:
    if arguments.script:
        try:
            return Script(arguments.script.read_text(encoding="utf-8").splitlines())
        except (OSError, ValueError, ScriptError) as error:
            _exit(_UNAVAILABLE, "script_unusable", str(error))
    try:
        from thaw_recognizer.whisper import WeightsError, Whisper
    except ImportError as error:
        _exit(_UNAVAILABLE, "packages_missing", f"{error.name}. Run scripts/install-recognizer.")
    try:
        return Whisper(arguments.weights, arguments.threads)
    except WeightsError as error:
        _exit(_UNAVAILABLE, "weights_unusable", str(error))


def _exit(status: int, name: str, text: str) -> None:
    print(f"thaw-recognizer: {name}: {text}", file=sys.stderr)
    sys.exit(status)


if __name__ == "__main__":
    main()
