"""The programs of a call: thawd, thaw-voice, a recognizer, Asterisk, and telephones. Each is ended by its process ID."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import wire

REPOSITORY = Path(__file__).resolve().parents[2]
EXAMPLE = REPOSITORY / "docs/examples/asterisk/extensions.conf"
CALLER, CALLED, PERSON = "+16125550199", "+16125550101", "+16125550100"
#: The addresses of baresip, of sipp, and of the person's telephone.
SPEAKING, KEYING, PERSONS = "127.0.0.2", "127.0.0.3", "127.0.0.4"
#: Where Asterisk finds the work folder.
INSIDE = "/mnt"

_ASTERISK = {
    "asterisk.conf": f"""
[directories]
astetcdir => {INSIDE}/asterisk
astmoddir => MODULES
astdatadir => /usr/share/asterisk
astvarlibdir => {INSIDE}/asterisk/lib
astdbdir => {INSIDE}/asterisk/lib
astkeydir => {INSIDE}/asterisk/lib
astspooldir => {INSIDE}/asterisk/spool
astrundir => {INSIDE}/asterisk/run
astlogdir => {INSIDE}/asterisk/log
[options]
entityid = 00:00:00:00:00:01
""",
    # What the example asks for, with what that needs, and what any telephone system has: SIP, RTP, Dial, bridges, and a log of calls.
    "modules.conf": """
[modules]
autoload = no
load = res_sorcery_astdb.so
load = res_sorcery_config.so
load = res_sorcery_memory.so
load = res_timing_timerfd.so
load = res_pjproject.so
load = res_pjsip.so
load = res_pjsip_pubsub.so
load = res_pjsip_session.so
load = res_pjsip_sdp_rtp.so
load = res_pjsip_caller_id.so
load = res_pjsip_endpoint_identifier_ip.so
load = res_rtp_asterisk.so
load = chan_pjsip.so
load = codec_ulaw.so
load = bridge_simple.so
load = app_dial.so
load = pbx_config.so
load = cdr_csv.so
load = func_callerid.so
load = func_cdr.so
load = res_audiosocket.so
load = app_audiosocket.so
load = res_curl.so
load = func_curl.so
load = func_uuid.so
""",
    # Carriers tell the number in P-Asserted-Identity, so it is believed.
    "pjsip.conf": f"""
[loopback]
type = transport
protocol = udp
bind = {wire.ASTERISK}:{wire.SIP_PORT}

[trunk]
type = endpoint
transport = loopback
context = from-trunk
disallow = all
allow = ulaw
aors = trunk
direct_media = no
trust_id_inbound = yes

[trunk]
type = aor
contact = sip:{PERSONS}:{wire.SIP_PORT}

[trunk]
type = identify
endpoint = trunk
match = 127.0.0.0/8
""",
    "pjproject.conf": "",
    "rtp.conf": f"[general]\nrtpstart = {wire.RTP_PORTS.start}\nrtpend = {wire.RTP_PORTS.stop - 1}\n",
    "cdr.conf": "[general]\nenable = no\n",
    "cel.conf": "[general]\nenable = no\n",
    "logger.conf": "[general]\n[logfiles]\nmessages => notice,warning,error\n",
}

_BARESIP = """
poll_method epoll
net_interface ADDRESS
sip_listen ADDRESS:5060
audio_source aufile,SOUND
audio_player aubridge,nothing
rtp_ports 20000-20100
module_path /usr/lib/baresip/modules
module g711.so
module aufile.so
module aubridge.so
module_app account.so
module_app menu.so
"""

_SIPP = """<?xml version="1.0" encoding="us-ascii"?>
<scenario name="a caller who keys">
  <send retrans="500"><![CDATA[
INVITE sip:CALLED@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
From: "CALLER" <sip:CALLER@[local_ip]>;tag=[call_number]
To: <sip:CALLED@[remote_ip]>
P-Asserted-Identity: "CALLER" <sip:CALLER@[local_ip]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:CALLER@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: [len]

v=0
o=- 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0 101
a=rtpmap:0 PCMU/8000
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-16
  ]]></send>
  <recv response="100" optional="true"/>
  <recv response="180" optional="true"/>
  <recv response="183" optional="true"/>
  <recv response="200"/>
  <send><![CDATA[
ACK sip:CALLED@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
From: "CALLER" <sip:CALLER@[local_ip]>;tag=[call_number]
To: <sip:CALLED@[remote_ip]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 1 ACK
Max-Forwards: 70
Content-Length: 0
  ]]></send>
  <nop><action><exec play_pcap_audio="CAPTURE"/></action></nop>
  <pause milliseconds="MILLISECONDS"/>
  <send retrans="500"><![CDATA[
BYE sip:CALLED@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
From: "CALLER" <sip:CALLER@[local_ip]>;tag=[call_number]
To: <sip:CALLED@[remote_ip]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 2 BYE
Max-Forwards: 70
Content-Length: 0
  ]]></send>
  <recv response="200"/>
</scenario>
"""


class World:
    """A registry with one confirmed plate, and everything between it and a telephone."""

    def __init__(self, work, programs, root, sounds):
        self.work, self.programs, self.root, self.sounds = work, programs, root, sounds
        self._running = {}
        (work / "logs").mkdir()
        (work / "home").mkdir()
        self.environment = {"HOME": str(work / "home"), "PATH": os.environ["PATH"]}

    # MARK: Processes

    def start(self, name, *command, **options):
        options = {"env": self.environment, "cwd": self.work, "stdin": subprocess.DEVNULL, **options}
        log = open(self.work / "logs" / name, "ab")
        self._running[name] = subprocess.Popen([str(part) for part in command], stdout=log, stderr=log, **options)

    def stop(self, name, seconds=15):
        process = self._running.pop(name)
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()

    def stop_all(self):
        for name in reversed(list(self._running)):
            self.stop(name, 5)

    def is_running(self, name):
        return self._running[name].poll() is None

    def run(self, program, *arguments, text=None):
        done = subprocess.run(
            [self.programs / program, *arguments], env=self.environment, cwd=self.work, input=text, capture_output=True, text=True, timeout=30)
        if done.returncode:
            raise SystemExit(f"{program} {arguments[0]} ended with status {done.returncode}: {done.stderr}")
        return done.stdout

    # MARK: The registry

    def start_registry(self):
        self.start(
            "thawd", self.programs / "thawd", "serve", "--data-folder", self.work / "data", "--registry-issuer", "US-MN", "--areas-file",
            REPOSITORY / "docs/examples/areas.geojson", "--log-level", "trace")
        wait("thawd", lambda: answer("http://127.0.0.1:8781/readyz"))
        self.run("thaw", "login", "http://127.0.0.1:8780", "--quiet", text=(self.work / "data/first-admin-token").read_text())
        self.run(
            "thaw", "report", "MN:KLN456", "--area", "powderhorn", "--color", "black", "--body", "suv", "--make", "ford", "--sign", "convoy",
            "--seen", "20 min ago", "--quiet")
        self.run("thaw", "mod", "confirm", "MN:KLN456", "--sign", "convoy", "--quiet")
        invite = self.run("thaw", "token", "invite", "caller", "--quiet").splitlines()[0]
        token = json.loads(answer("http://127.0.0.1:8780/v1/invites/redeem", {"invite": invite}))["token"]
        with open(self.work / "voice.token", "x", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(token)

    # MARK: The calls

    def start_recognizer(self, command):
        socket = self.work / "recognizer.sock"
        if command:
            self.start("recognizer", *command.split(), "--socket", socket, cwd=REPOSITORY)
        else:
            script = self.work / "answers.jsonl"
            script.write_text(json.dumps({"texts": [["kilo lima november four five six", -0.2]]}) + "\n")
            environment = {**self.environment, "PYTHONPATH": str(REPOSITORY / "recognizer"), "PYTHONDONTWRITEBYTECODE": "1"}
            self.start("recognizer", "python3", "-m", "thaw_recognizer", "--socket", socket, "--script", script, env=environment)
        wait("the recognizer", socket.exists, 60)

    def start_voice(self):
        self.start(
            "thaw-voice", self.programs / "thaw-voice", "serve", "--registry-token-file", self.work / "voice.token", "--voice-person", PERSON,
            "--audiosocket-address", f"127.0.0.1:{wire.AUDIOSOCKET_PORT}", "--audiosocket-recognizer", self.work / "recognizer.sock",
            "--audiosocket-sounds", self.sounds, "--audiosocket-asterisk-sounds", self.work / "none", "--log-level", "trace")
        wait("thaw-voice", lambda: answer(f"http://127.0.0.1:{wire.OPERATOR_PORT}/readyz"))

    def figure(self, name, **labels):
        """A figure of thaw-voice; 0 if it was never counted."""
        text = answer(f"http://127.0.0.1:{wire.OPERATOR_PORT}/metrics")
        for line in text.splitlines():
            found = re.fullmatch(rf"{name}(?:{{(.*)}})? (\S+)", line)
            if found and all(f'{key}="{value}"' in (found[1] or "") for key, value in labels.items()):
                return float(found[2])
        return 0

    def start_asterisk(self):
        """Asterisk, in its own Debian, which it cannot write to, with the example's dialplan."""
        folder = self.work / "asterisk"
        for name in ("lib", "spool", "run", "log/cdr-csv"):
            (folder / name).mkdir(parents=True)
        modules = next((self.root / "usr/lib").glob("*/asterisk/modules"))
        for name, text in _ASTERISK.items():
            (folder / name).write_text(text.replace("MODULES", "/" + str(modules.relative_to(self.root))))
        (folder / "extensions.conf").write_text(dialplan())
        # In the mount namespace of this test alone.
        for command in (
            ("mount", "--bind", self.root, self.root), ("mount", "-o", "remount,bind,ro", self.root),
            ("mount", "-t", "proc", "proc", self.root / "proc"), ("mount", "--bind", self.work, f"{self.root}{INSIDE}"),
        ):
            subprocess.run(command, check=True)
        self.start("asterisk", "chroot", self.root, "asterisk", "-f", "-C", f"{INSIDE}/asterisk/asterisk.conf")
        wait("Asterisk", lambda: "System uptime" in self.asterisk("core show uptime"))

    def asterisk(self, command):
        """What Asterisk answers to a command of its console."""
        done = subprocess.run(
            ["chroot", self.root, "asterisk", "-C", f"{INSIDE}/asterisk/asterisk.conf", "-rx", command], env=self.environment,
            capture_output=True, text=True, timeout=10)
        return done.stdout

    def asterisk_version(self):
        return subprocess.run(["chroot", self.root, "asterisk", "-V"], capture_output=True, text=True, check=True).stdout.strip()

    # MARK: Telephones

    @contextlib.contextmanager
    def speaking(self, sound):
        """A call by baresip that says a sound; it hangs up at the end."""
        folder = self.work / "baresip"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / "config").write_text(_BARESIP.replace("ADDRESS", SPEAKING).replace("SOUND", str(sound)))
        (folder / "accounts").write_text(f"\"{CALLER}\" <sip:{CALLER}@{SPEAKING}>;regint=0;audio_codecs=pcmu\n")
        (folder / "contacts").touch()
        self.start("baresip", "baresip", "-f", folder, "-e", f"/dial sip:{CALLED}@{wire.ASTERISK}")
        try:
            yield
        finally:
            self.stop("baresip")

    @contextlib.contextmanager
    def keying(self, keys, seconds):
        """A call by sipp that keys after two seconds and lasts for some seconds."""
        capture, scenario = self.work / "keys.pcap", self.work / "keys.xml"
        wire.keyed(capture, 2, keys, seconds)
        text = _SIPP
        for word, value in (("CALLER", CALLER), ("CALLED", CALLED), ("CAPTURE", capture), ("MILLISECONDS", int(1_000 * seconds))):
            text = text.replace(word, str(value))
        scenario.write_text(text)
        self.start(
            "sipp", "sipp", "-sf", scenario, "-m", "1", "-i", KEYING, "-p", wire.SIP_PORT, "-mi", KEYING, "-mp", "6000", "-nostdin",
            f"{wire.ASTERISK}:{wire.SIP_PORT}")
        yield
        wait("the end of sipp's call", lambda: not self.is_running("sipp"), seconds + 10)
        status = self.stop("sipp")
        if status:
            raise SystemExit(f"sipp's call failed with status {status}")

    def start_person(self):
        """The person's telephone: sipp's own scenario of one that answers."""
        self.start("person", "sipp", "-sn", "uas", "-i", PERSONS, "-p", wire.SIP_PORT, "-mi", PERSONS, "-nostdin")


def dialplan():
    """The example, with the person's number, and with its own line for calls from a trunk."""
    text, person, entry = EXAMPLE.read_text(), "\nTHAW_PERSON=\n", f"exten => {CALLED},1,Goto(thaw,thaw,1)\n"
    if person not in text or entry not in text:
        raise SystemExit(f"{EXAMPLE} has no line for the person's number, or none for calls from a trunk")
    return text.replace(person, f"\nTHAW_PERSON={PERSON}\n") + "\n[from-trunk]\n" + entry


def answer(address, body=None):
    """The text of an answer, empty while there is none."""
    headers = {"Content-Type": "application/json"} if body else {}
    request = urllib.request.Request(address, json.dumps(body).encode() if body else None, headers)
    try:
        with urllib.request.urlopen(request, timeout=5) as response:
            return response.read().decode()
    except (urllib.error.URLError, OSError):
        return ""


def wait(what, is_met, seconds=20):
    """Waits until something is true."""
    end = time.monotonic() + seconds
    while not is_met():
        if time.monotonic() > end:
            raise SystemExit(f"Waited {seconds} s in vain for {what}.")
        time.sleep(0.05)
