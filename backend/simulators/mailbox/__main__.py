"""``python -m backend.simulators.mailbox --port 8001 --smtp-port 8025 --folder .data/mailbox``"""

import argparse
from pathlib import Path

import uvicorn

from backend.simulators.mailbox.app import create_mailbox


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m backend.simulators.mailbox")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args()
    hosts = ["*"] if options.host not in {"127.0.0.1", "localhost"} else None
    app = create_mailbox(options.folder, options.smtp_port, hosts)
    uvicorn.run(app, host=options.host, port=options.port, log_level="warning", server_header=False)


if __name__ == "__main__":
    main()
