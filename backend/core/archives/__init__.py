"""Old months of partitioned tables as files: written, verified, listed, and brought back. See docs/data-ageing.md."""

from backend.core.archives.files import ArchiveError, Archives, Manifest
from backend.core.archives.months import archive, restore

__all__ = ["ArchiveError", "Archives", "Manifest", "archive", "restore"]
