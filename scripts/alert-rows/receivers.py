"""What stands behind outputs: a webhook with a verifier and Apprise behind it, and fake servers for signal-cli and Mattermost.

The fake servers were written from the documentation of signal-cli's JSON-RPC daemon (its manual page, signal-cli-jsonrpc(5)) and of
Mattermost's incoming webhooks. They refuse what it does not describe.
"""

import base64
import json
import secrets
import threading
import time

from receiver import Message, Receiver, secret


class Trap(Receiver):
    """Where redirects lead. Nothing may come here."""

    def take(self, attempt):
        return 200, "text/plain", b""


class Mattermost(Receiver):
    """A fake Mattermost with incoming webhooks: JSON with a `text` to an address that is the secret. It answers `ok`."""

    def __init__(self):
        super().__init__()
        self.path = "/hooks/" + secrets.token_hex(13)

    def output(self, folder, name):
        return {"kind": "text", "secret_file": secret(folder, name, self.origin + self.path)}

    def take(self, attempt):
        if attempt.path != self.path:
            return self.refusal(400, "web.incoming_webhook.invalid.app_error", "Invalid webhook")
        if not attempt.headers.get("content-type", "").startswith("application/json"):
            return self.refusal(400, "web.incoming_webhook.parse.app_error", "Unable to parse incoming data")
        try:
            payload = json.loads(attempt.body)
        except ValueError:
            return self.refusal(400, "web.incoming_webhook.parse.app_error", "Unable to parse incoming data")
        text = payload.get("text") if isinstance(payload, dict) else None
        if not isinstance(text, str) or not text or len(text) > 16_383:
            return self.refusal(400, "web.incoming_webhook.text.app_error", "No text specified")
        self.keep(Message(text))
        return 200, "text/plain", b"ok"

    @staticmethod
    def refusal(status, identifier, message):
        body = {"id": identifier, "message": message, "detailed_error": "", "request_id": secrets.token_hex(13), "status_code": status}
        return status, "application/json", json.dumps(body).encode()


class SignalCLI(Receiver):
    """A fake `signal-cli daemon --http`: JSON-RPC 2.0, method `send`, to a group. Errors are answered with 200, too."""

    PATH = "/api/v1/rpc"

    def __init__(self, account=None, members=3):
        super().__init__()
        self.group, self.account, self.members = base64.b64encode(secrets.token_bytes(32)).decode(), account, members

    def output(self, folder, name):
        lines = [self.group] + ([self.account] if self.account else [])
        return {"kind": "signal", "url": self.origin + self.PATH, "secret_file": secret(folder, name, "\n".join(lines))}

    def take(self, attempt):
        if attempt.path != self.PATH:
            return 404, "text/plain", b""
        if not attempt.headers.get("content-type", "").startswith("application/json"):
            return 415, "text/plain", b""
        try:
            call = json.loads(attempt.body)
        except ValueError:
            return self.result(None, error=(-32700, "unparseable JSON"))
        if not isinstance(call, dict) or call.get("jsonrpc") != "2.0" or not call.get("method") or "id" not in call:
            return self.result(None, error=(-32600, "method field must be set"))
        if call["method"] != "send":
            return self.result(call["id"], error=(-32601, "Method not implemented"))
        params = call.get("params") or {}
        if self.account and params.get("account") != self.account:
            return self.result(call["id"], error=(-32602, "Method requires valid account parameter"))
        unknown = set(params) - {"account", "groupId", "message"}
        if unknown or not isinstance(params.get("message"), str) or not params["message"]:
            return self.result(call["id"], error=(-32600, f"unknown or missing parameter {sorted(unknown)}"))
        if params.get("groupId") != self.group:
            return self.result(call["id"], error=(-1, "Group not found"))
        self.keep(Message(params["message"]))
        return self.result(call["id"])

    def result(self, identifier, error=None):
        answer = {"jsonrpc": "2.0", "id": identifier}
        if error:
            answer["error"] = {"code": error[0], "message": error[1], "data": None}
        else:
            # The documentation shows the time alone; the program also lists each member of the group.
            results = [
                {"recipientAddress": {"uuid": secrets.token_hex(16), "number": None}, "groupId": self.group, "type": "SUCCESS"}
                for _ in range(self.members)]
            answer["result"] = {"timestamp": time.time_ns() // 1_000_000, "results": results}
        return 200, "application/json", json.dumps(answer).encode()


class Apprised(Receiver):
    """Where Apprise delivers, in the form of its kind `json://`."""

    def take(self, attempt):
        body = json.loads(attempt.body)
        self.keep(Message(body["message"], title=body["title"]))
        return 200, "text/plain", b""


class Webhook(Receiver):
    """A webhook that verifies each message with PyPI's standardwebhooks, and hands it to Apprise, once for each ID."""

    #: The fields that may come.
    FIELDS = {"id", "event", "corrects", "text", "area", "from", "to", "day", "vehicle", "plate", "held_back", "page"}

    def __init__(self, **options):
        import apprise
        import standardwebhooks.webhooks

        super().__init__(**options)
        self.key = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
        self.verifier = standardwebhooks.webhooks.Webhook(self.key)
        self.refused, self.repeats = [], []
        self.apprised = Apprised()
        self._apprise, self._one = apprise.Apprise(), threading.Lock()
        self._apprise.add(f"json://127.0.0.1:{self.apprised.port}/group")

    def output(self, folder, name):
        return {"kind": "webhook", "url": self.origin + "/alerts", "secret_file": secret(folder, name, self.key)}

    def close(self):
        super().close()
        self.apprised.close()

    def verified(self, headers, body):
        """The fields of a message; None if its signature, its time or its ID is wrong."""
        import standardwebhooks.webhooks

        try:
            return self.verifier.verify(body, headers)
        except standardwebhooks.webhooks.WebhookVerificationError:
            return None

    def take(self, attempt):
        fields = self.verified(attempt.headers, attempt.body)
        if fields is None or not set(fields) <= self.FIELDS or fields["id"] != attempt.headers["webhook-id"]:
            self.refused.append(attempt)
            return 400, "text/plain", b""
        with self._one:
            if any(message.fields["id"] == fields["id"] for message in self.read()):
                self.repeats.append(fields["id"])
                return 200, "text/plain", b""
            if not self._apprise.notify(title=fields["event"], body=fields["text"]):
                return 502, "text/plain", b""
            self.keep(Message(fields["text"], fields=fields))
        return 200, "text/plain", b""
