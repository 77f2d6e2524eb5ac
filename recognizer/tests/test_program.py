"""The program as it is started: its script, its errors, its end."""

import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def start():
    processes = []

    def start(*arguments: object, **options) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-m", "thaw_recognizer", *map(str, arguments)], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def answer(path: Path) -> dict | None:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(10)
        client.connect(str(path))
        form = {"rate": 8000, "width": 2, "channels": 1}
        client.sendall(json.dumps({"type": "audio-start", "data": form}).encode() + b"\n" + b'{"type": "audio-stop"}\n')
        line = client.makefile().readline()
        return json.loads(line) if line else None


def test_a_script_answers_in_its_order_and_then_from_its_start(start, tmp_path):
    script = tmp_path / "script"
    script.write_text('{"texts": [["one", -0.1], ["two", -0.2]]}\n{"ends": true}\n{"seconds": 0.01}\n')
    process = start("--socket", tmp_path / "socket", "--script", script)
    assert process.stdout.readline() == f"Listening on {tmp_path}/socket with script\n"
    heard = [answer(tmp_path / "socket") for _ in range(4)]
    assert [each and each["data"]["text"] for each in heard] == ["one", None, "", "one"]
    process.send_signal(signal.SIGTERM)
    output, errors = process.communicate(timeout=10)
    # Nothing is said of what was heard.
    assert (process.returncode, output, errors) == (0, "", "")
    assert not (tmp_path / "socket").exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"text": "one"}', '{"texts": [["one"]]}', '{"texts": "one"}', '{"seconds": "x"}'])
def test_a_wrong_script_is_named(start, tmp_path, text):
    script = tmp_path / "script"
    script.write_text(text)
    process = start("--socket", tmp_path / "socket", "--script", script)
    assert "script_unusable" in process.communicate(timeout=10)[1]
    assert process.returncode == 69


def test_a_missing_script_is_named(start, tmp_path):
    process = start("--socket", tmp_path / "socket", "--script", tmp_path / "none")
    assert "script_unusable" in process.communicate(timeout=10)[1]


def test_a_socket_that_cannot_be_made_is_named(start, tmp_path):
    script = tmp_path / "script"
    script.write_text("{}")
    process = start("--socket", tmp_path / "none" / "socket", "--script", script)
    errors = process.communicate(timeout=10)[1]
    assert errors.startswith("thaw-recognizer: socket_unusable: ") and errors.count("\n") == 1
    assert process.returncode == 71


def test_missing_packages_are_named(start, tmp_path):
    """The environment of these tests has neither CTranslate2 nor weights."""
    process = start("--socket", tmp_path / "socket")
    errors = process.communicate(timeout=10)[1]
    assert errors == "thaw-recognizer: packages_missing: ctranslate2. Run scripts/install-recognizer.\n"
    assert process.returncode == 69


def test_missing_weights_are_named(start, tmp_path):
    """With packages that stand in for the real ones."""
    (tmp_path / "ctranslate2.py").write_text("")
    (tmp_path / "tokenizers.py").write_text("Tokenizer = None")
    process = start("--socket", tmp_path / "socket", env={"PYTHONPATH": str(tmp_path)})
    errors = process.communicate(timeout=10)[1]
    assert errors.startswith("thaw-recognizer: weights_unusable: ") and "weights/base has no model.bin. Run scripts/install-recognizer." in errors
    process = start("--socket", tmp_path / "socket", "--weights", tmp_path, env={"PYTHONPATH": str(tmp_path)})
    assert "weights_unusable" in (errors := process.communicate(timeout=10)[1]) and "model.bin" in errors
