"""The examples of the API's page, as a reader copies them. `tests/core/test_guide.py` takes them from the page and runs
each of them against a running Stoke."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of shell or Python. `{base}` in its text is where this Stoke is reached."""

    id: str
    title: str
    language: str
    text: str

    def at(self, base_url: str) -> str:
        """The text for one Stoke."""
        return self.text.replace("{base}", base_url)


MAKE = Example(
    "example-make",
    "Make a key, with the access token of a sign-in; UNTIL is a time such as 2027-01-31T00:00:00Z",
    "shell",
    """\
curl -X POST {base}/api/api-keys \\
  -H "Authorization: Bearer $ACCESS_TOKEN" \\
  -H "Content-Type: application/json" \\
  -d '{"name": "Booking site", "permissions": {"clients:read": "all", "clients:create": "all"},
       "expires_at": "'$UNTIL'"}'
""",
)

USE = Example(
    "example-use",
    "Read with it",
    "shell",
    """\
curl "{base}/api/clients?limit=2" -H "Authorization: Bearer $STOKE_KEY"
""",
)

CREATE = Example(
    "example-create",
    "Write with it, once, however often the request is sent",
    "shell",
    """\
curl -X POST {base}/api/clients \\
  -H "Authorization: Bearer $STOKE_KEY" \\
  -H "Content-Type: application/json" \\
  -H "Idempotency-Key: booking-4711" \\
  -d '{"first_name": "Iris", "last_name": "Falk", "email": "iris@example.com"}'
""",
)

ROTATE = Example(
    "example-rotate",
    "Rotate it: both keys work for a day",
    "shell",
    """\
curl -X POST {base}/api/api-keys/$KEY_ID/rotate \\
  -H "Authorization: Bearer $ACCESS_TOKEN" \\
  -H "Content-Type: application/json" \\
  -d '{"overlap_hours": 24}'
""",
)

REVOKE = Example(
    "example-revoke",
    "Revoke it",
    "shell",
    """\
curl -X DELETE {base}/api/api-keys/$KEY_ID -H "Authorization: Bearer $ACCESS_TOKEN"
""",
)

PAGES = Example(
    "example-pages",
    "Go through a whole list in Python, and wait when told to",
    "python",
    """\
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request

KEY = os.environ["STOKE_KEY"]


def ask(path, **query):
    address = f"{base}{path}?{urllib.parse.urlencode(query)}"
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {KEY}"})
    while True:
        try:
            with urllib.request.urlopen(request) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code not in (429, 503):
                raise SystemExit(json.load(error)["detail"])
            time.sleep(int(error.headers["Retry-After"]))


def everything(path):
    page = ask(path, limit=100)
    yield from page["items"]
    while page["next_cursor"]:
        page = ask(path, limit=100, cursor=page["next_cursor"])
        yield from page["items"]


for client in everything("/api/clients"):
    print(client["id"], client["first_name"], client["last_name"])
""",
)

EXAMPLES = (MAKE, USE, CREATE, PAGES, ROTATE, REVOKE)
