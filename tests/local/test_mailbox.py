"""The local mailbox over real SMTP and real HTTP."""

import contextlib
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from backend.local.ports import free_port
from backend.simulators.mailbox.links import find_links, mark_links, text_to_html
from backend.simulators.mailbox.store import MailStore


@dataclass(frozen=True)
class Mailbox:
    http: httpx.Client
    smtp_port: int

    def send(self, to: str, subject: str, text: str, html: str | None = None) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = "Stoke <no-reply@stoke.localhost>", to, subject
        message.set_content(text)
        if html is not None:
            message.add_alternative(html, subtype="html")
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=5) as smtp:
            smtp.send_message(message)


@pytest.fixture(scope="module")
def mailbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mailbox]:
    """A mailbox process on ports of its own."""
    port, smtp_port = free_port(), free_port()
    command = [sys.executable, "-m", "backend.simulators.mailbox", "--port", str(port)]
    command += ["--smtp-port", str(smtp_port), "--folder", str(tmp_path_factory.mktemp("mails"))]
    process = subprocess.Popen(command)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=5) as http:
            for _ in range(200):
                with contextlib.suppress(httpx.TransportError):
                    http.get("/api/version")
                    break
                time.sleep(0.05)
            yield Mailbox(http, smtp_port)
    finally:
        process.terminate()
        process.wait(10)


def test_mail_sent_over_smtp_is_found_by_its_address_with_its_links(mailbox: Mailbox) -> None:
    mailbox.send(
        "mara@studio.test",
        "Confirm",
        "Open http://localhost:1/verify?token=abc.",
        '<a href="http://x.test/?a=1&amp;b=2">go</a>',
    )
    mailbox.send("other@studio.test", "Something else", "nothing")

    items = mailbox.http.get("/api/messages", params={"to": "MARA@"}).json()["items"]

    assert [item["subject"] for item in items] == ["Confirm"]
    assert items[0]["to"] == ["mara@studio.test"]
    assert items[0]["links"] == ["http://localhost:1/verify?token=abc", "http://x.test/?a=1&b=2"]


def test_newest_mail_stands_first(mailbox: Mailbox) -> None:
    mailbox.send("order@studio.test", "first", "1")
    mailbox.send("order@studio.test", "second", "2")

    items = mailbox.http.get("/api/messages", params={"to": "order@"}).json()["items"]

    assert [item["subject"] for item in items] == ["second", "first"]


def test_what_a_mail_says_cannot_become_markup_of_the_page(mailbox: Mailbox) -> None:
    mailbox.send(
        "evil@studio.test",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(2)>",
        "<script>alert(3)</script>",
    )
    key = mailbox.http.get("/api/messages", params={"to": "evil@"}).json()["items"][0]["id"]

    page = mailbox.http.get("/", params={"open": key})
    part = mailbox.http.get(f"/messages/{key}/html")

    assert "&lt;script&gt;alert(1)" in page.text
    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]
    # The mail's own HTML is given out as it is, but as nobody's origin and with nothing allowed to run.
    assert part.headers["content-security-policy"].startswith("sandbox allow-popups")
    assert "default-src 'none'" in part.headers["content-security-policy"]


def test_strange_hosts_and_strange_pages_are_refused(mailbox: Mailbox) -> None:
    assert mailbox.http.get("/", headers={"Host": "evil.test"}).status_code == 400
    assert mailbox.http.post("/clear", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_delete_all_empties_the_mailbox(mailbox: Mailbox) -> None:
    mailbox.send("gone@studio.test", "Gone", "soon")

    answer = mailbox.http.post("/clear")

    assert answer.status_code == 303
    assert mailbox.http.get("/api/messages").json()["items"] == []
    assert "No mail yet" in mailbox.http.get("/").text


def test_mails_outlive_a_restart_up_to_the_capacity(tmp_path: Path) -> None:
    store = MailStore(tmp_path, capacity=3)
    for number in range(5):
        store.add(f"Subject: {number}\r\n\r\nbody".encode(), "a@x.test", ["b@x.test"])

    again = MailStore(tmp_path, capacity=3)

    assert [mail.subject for mail in again.find()] == ["4", "3", "2"]
    assert len(list(tmp_path.glob("*.eml"))) == 3


def test_a_line_break_in_an_envelope_address_cannot_add_headers(tmp_path: Path) -> None:
    mail = MailStore(tmp_path).add(b"Subject: real\r\n\r\nbody", "a@x.test\r\nSubject: forged", ["b@x.test"])

    assert mail.subject == "real"


def test_links_open_beside_without_an_opener() -> None:
    assert mark_links('<p><a href="http://x.test" target="_self">x</a> &amp;</p>') == (
        '<p><a href="http://x.test" target="_blank" rel="noopener noreferrer">x</a> &amp;</p>'
    )
    assert text_to_html('<b> http://x.test/a"b') == (
        '&lt;b&gt; <a href="http://x.test/a" target="_blank" rel="noopener noreferrer">http://x.test/a</a>&quot;b'
    )


def test_the_full_stop_after_a_link_is_not_part_of_it() -> None:
    assert find_links("See http://x.test/a?b=c. Or (http://y.test/).", "") == [
        "http://x.test/a?b=c",
        "http://y.test/",
    ]
