"""Those who are told: a real mail server and a real web hook on this machine, which remember what came."""

from __future__ import annotations

import email
import email.policy
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller


class _Controller(Controller):  # type: ignore[misc]
    """On a free port where none is given: its own way asks port 0 whether it is there."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@dataclass
class Mailbox:
    """Mails in the order in which they came; `answer` is what the server says to the next ones."""

    mails: list[EmailMessage] = field(default_factory=list)
    answer: str = "250 OK"
    port: int = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Called by the server for each mail."""
        if self.answer.startswith("250"):
            self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return self.answer

    @property
    def url(self) -> str:
        """The address of this mailbox as Apprise writes it; no TLS, no log-in."""
        return f"mailto://127.0.0.1:{self.port}?from=cchc@example.org&to=operator@example.org&mode=insecure"

    @property
    def subjects(self) -> list[str]:
        """Titles of the mails."""
        return [str(mail["subject"]) for mail in self.mails]

    @property
    def bodies(self) -> list[str]:
        """Texts of the mails, with plain line ends."""
        return [mail.get_content().replace("\r\n", "\n") for mail in self.mails]


@contextmanager
def mail_server(box: Mailbox | None = None) -> Iterator[Mailbox]:
    """A mail server on 127.0.0.1; on the port of the mailbox where it had one before."""
    box = box or Mailbox()
    controller = _Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    box.port = controller.port
    try:
        yield box
    finally:
        controller.stop()


@dataclass
class Hook:
    """What a web hook got: (path, JSON object) in order; `status` is what it answers."""

    got: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    status: int = 200
    port: int = 0

    @property
    def url(self) -> str:
        """The address of this web hook as Apprise writes it."""
        return f"json://127.0.0.1:{self.port}/hook"

    @property
    def titles(self) -> list[str]:
        """Titles of the messages."""
        return [message["title"] for _, message in self.got]

    @property
    def bodies(self) -> list[str]:
        """Texts of the messages."""
        return [message["message"] for _, message in self.got]


@contextmanager
def web_hook() -> Iterator[Hook]:
    """A web hook on 127.0.0.1."""
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            if hook.status < 300:
                hook.got.append((self.path, json.loads(body)))
            answer = json.dumps({"ok": hook.status < 300, "result": {}}).encode()
            self.send_response(hook.status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hook.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
