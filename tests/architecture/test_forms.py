"""Whatever comes in a body is read strictly: no unknown fields, no values of another type."""

from datetime import date
from typing import Annotated

import pytest
from fastapi import APIRouter, FastAPI
from pydantic import BaseModel

from backend.core.forms import Day, Flag, Form, Instant, Whole
from tests.architecture.gates import forms


def test_every_body_refuses_unknown_fields(app: FastAPI) -> None:
    models = forms.bodies(app)

    assert forms.open_forms(models) == []
    assert len(models) > 30


def test_every_field_refuses_values_of_another_type(app: FastAPI) -> None:
    assert forms.lax_fields(forms.bodies(app)) == []


class Inner(BaseModel):
    """Takes anything."""

    number: int | None = None
    days: list[date]


class Outer(Form):
    """Strict, but for what is in it."""

    inner: list[Inner]
    flag: bool = False


class Right(Form):
    """Right in every way."""

    number: Annotated[Whole | None, "with more to say"] = None
    flag: Flag = False
    day: Day | None = None
    at: list[Instant]


@pytest.fixture
def planted() -> FastAPI:
    """An app whose bodies are wrong within others."""
    router = APIRouter(prefix="/api")

    @router.post("/outer")
    async def post_outer(body: Outer) -> None:
        """Wrong."""

    @router.post("/right")
    async def post_right(body: Right) -> None:
        """Right."""

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.include_router(router)
    return app


def test_planted_forms_are_found(planted: FastAPI) -> None:
    models = forms.bodies(planted)

    assert [model.__name__ for model in models] == ["Inner", "Outer", "Right"]
    assert [sentence.partition(":")[0] for sentence in forms.open_forms(models)] == ["Inner"]
    lax = {sentence.partition(":")[0] for sentence in forms.lax_fields(models)}
    assert lax == {"Inner.number", "Inner.days", "Outer.flag"}
