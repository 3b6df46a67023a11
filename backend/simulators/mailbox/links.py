"""Make what a mail contains safe to click: links open beside, and tell the other side nothing."""

import re
from html import escape
from html.parser import HTMLParser

_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")
_REL = 'target="_blank" rel="noopener noreferrer"'


def find_links(text: str, html: str) -> list[str]:
    """Every http(s) address in a mail, in order of appearance, once each."""
    finder = _LinkMarker()
    finder.feed(html)
    return list(dict.fromkeys([*_ADDRESS.findall(text), *finder.found]))


def text_to_html(text: str) -> str:
    """Plain text as escaped HTML whose http(s) addresses are links."""
    parts: list[str] = []
    position = 0
    for match in _ADDRESS.finditer(text):
        address = escape(match.group(), quote=True)
        parts += [escape(text[position : match.start()]), f'<a href="{address}" {_REL}>{address}</a>']
        position = match.end()
    return "".join([*parts, escape(text[position:])])


def mark_links(html: str) -> str:
    """The same HTML with every ``<a>`` opening beside, without an opener. All else is left as the mail has it."""
    marker = _LinkMarker()
    marker.feed(html)
    marker.close()
    return "".join(marker.out)


class _LinkMarker(HTMLParser):
    """Writes the document out again as it was read, but for the attributes of links."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "a":
            self.out.append(self.get_starttag_text() or "")
            return
        target = dict(attrs).get("href") or ""
        if target.startswith(("http://", "https://")):
            self.found.append(target)
        kept = [(name, value or "") for name, value in attrs if name not in {"target", "rel"}]
        written = "".join(f' {name}="{escape(value, quote=True)}"' for name, value in kept)
        self.out.append(f"<a{written} {_REL}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.out.append(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")
