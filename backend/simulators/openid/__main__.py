"""``python -m backend.simulators.openid --port 8003 --client-id stoke --client-secret …``"""

import argparse
import os

import uvicorn

from backend.simulators.openid.app import create_provider
from backend.simulators.openid.provider import Issuer


def main() -> None:
    """Serve until told to stop. The client's secret comes from the environment, which no list of processes shows."""
    parser = argparse.ArgumentParser(prog="python -m backend.simulators.openid")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--client-id", required=True)
    options = parser.parse_args()
    secret = os.environ["STOKE_OPENID_SECRET"]
    issuers = {
        name: Issuer(f"http://localhost:{options.port}/{name}", options.client_id, secret, states_verified=states)
        for name, states in (("google", True), ("facebook", False))
    }
    uvicorn.run(
        create_provider(issuers), host=options.host, port=options.port, log_level="warning", server_header=False
    )


if __name__ == "__main__":
    main()
