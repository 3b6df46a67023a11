"""Names as they come in. The document's own rules know nothing of forms, so that what must show is asked here."""

from typing import Annotated

from backend.core.forms import Shown
from backend.domains.training.document import limits

Name = Annotated[limits.Name, Shown]
