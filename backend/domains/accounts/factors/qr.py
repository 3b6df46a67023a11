"""The QR code of an authenticator app's address, as an image that a page shows without any script. Pure."""

import segno


def svg_data_uri(text: str) -> str:
    """An SVG image in a data URI: dark on white with its quiet zone, whatever the page's colours."""
    return segno.make(text, error="m", micro=False).svg_data_uri(scale=6, dark="#000", light="#fff", border=4)
