"""What is written or generated beside the code is true: schema page, API schema, client, settings, links."""

import os
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from sqlalchemy import Column, Index, MetaData, Table, Uuid

from backend.core.db.base import Base
from backend.core.settings import get_settings
from backend.local import openapi, schema_docs
from backend.local.schema_docs import comments
from backend.local.schema_docs.entities import ENTITIES, LOOKUPS, SUPPORTING, Entity, Lookup
from backend.local.schema_docs.page import page
from tests.architecture.gates import docs
from tests.architecture.gates.tree import ROOT, copy_of, plant

OTHER_SETTINGS = {
    "DATABASE_ADMIN_URL": "read by `backend.cli roles` alone",
    "STOKE_API_WORKERS": "read by `backend.cli api`",
    "STOKE_VERSION": "docker-compose.yml",
    "STOKE_HTTP_PORT": "docker-compose.yml",
    "POSTGRES_PASSWORD": "docker-compose.yml",
}


def test_every_setting_is_explained() -> None:
    assert docs.settings(ROOT, OTHER_SETTINGS) == []


def test_a_planted_setting_is_found(tmp_path: Path) -> None:
    root = copy_of(tmp_path, ".env.example")
    plant(root, ".env.example", "#STOKE_PLANTED=1\n")
    assert docs.settings(root, OTHER_SETTINGS) == [".env.example: STOKE_PLANTED is no setting"]
    example = root / ".env.example"
    example.write_text(example.read_text().replace("STOKE_PLANTED", "PLANTED").replace("#STOKE_DATABASE_POOL=", "#"))
    assert docs.settings(root, OTHER_SETTINGS | {"PLANTED": "why"}) == [
        ".env.example: STOKE_DATABASE_POOL is a setting and not explained"
    ]


def test_every_link_leads_somewhere() -> None:
    assert docs.links(ROOT) == []


def test_a_planted_link_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "docs/there.md", "# What it is, then\n")
    plant(tmp_path, "README.md", "[a](docs/there.md#what-it-is-then) [b](https://example.com/x) [c](#here)\n\n# Here\n")
    assert docs.links(tmp_path) == []
    plant(tmp_path, "README.md", "[d](docs/gone.md)\n![e](docs/there.md#gone)\n")
    assert docs.links(tmp_path) == [
        "README.md:4: docs/gone.md: leads nowhere",
        "README.md:5: docs/there.md#gone: there is no such heading",
    ]


def test_promised_entities_are_where_the_map_says() -> None:
    assert docs.entities(Base.metadata, ENTITIES, SUPPORTING) == []
    assert sum(len(group) for group in ENTITIES.values()) == 77, "none of those promised may fall off the map"


def test_promised_lookups_have_an_index() -> None:
    assert docs.lookups(Base.metadata, LOOKUPS) == []


def test_a_planted_hole_in_the_map_is_found() -> None:
    metadata = MetaData()
    Table("here", metadata, Column("id", Uuid()), Column("text", Uuid()), Index("ix", "id", "text"))
    Table("alone", metadata, Column("id", Uuid()))
    promised = {"x": (Entity("right", ("here", "here.text")), Entity("wrong", ("here.gone",)), Entity("later"))}
    assert docs.entities(metadata, promised, {"nowhere": ""}) == [
        "wrong: here.gone does not exist",
        "nowhere: supports, and does not exist",
        "alone: is not on the map of entities",
    ]
    assert docs.lookups(metadata, [Lookup("right", "here", ("id",)), Lookup("later")]) == []
    assert len(docs.lookups(metadata, [Lookup("wrong", "here", ("text",))])) == 1


def test_every_model_says_what_it_is() -> None:
    mute = [mapper.class_.__name__ for mapper in Base.registry.mappers if not comments.about(mapper.class_)]
    assert mute == []


def test_the_schema_page_names_every_table_and_column() -> None:
    text = page()
    for table in Base.metadata.sorted_tables:
        assert f"### `{table.name}`\n" in text
        assert all(f"| `{column.name}` |" in text for column in table.columns)


def test_a_stale_schema_page_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema_docs, "SCHEMA", tmp_path / "schema.md")
    assert schema_docs.export(check=True) == 1
    assert schema_docs.export(check=False) == 0
    assert schema_docs.export(check=True) == 0
    plant(tmp_path, "schema.md", "planted\n")
    assert schema_docs.export(check=True) == 1


@pytest.fixture
def frontend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A web app with nothing but its generator, which has just written schema and client."""
    folder = copy_of(tmp_path, "frontend/package.json", "frontend/openapi-ts.config.ts") / "frontend"
    (folder / "node_modules").symlink_to(ROOT / "frontend" / "node_modules")
    monkeypatch.setattr(openapi, "FRONTEND", folder)
    monkeypatch.setattr(openapi, "SCHEMA", folder / "openapi.json")
    monkeypatch.setattr(openapi, "CLIENT", folder / "src" / "api" / "generated")
    with patch.dict(os.environ):  # the export sets what it needs
        get_settings.cache_clear()
        assert openapi.export(check=False) == 0
        yield folder
    get_settings.cache_clear()


def test_a_stale_api_schema_and_a_stale_client_are_found(frontend: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert openapi.export(check=True) == 0
    plant(frontend, "src/api/generated/types.gen.ts", "export type Planted = 1;\n")
    assert openapi.export(check=True) == 1
    assert "frontend/src/api/generated is stale" in capsys.readouterr().err
    plant(frontend, "openapi.json", "\n")
    assert openapi.export(check=True) == 1
    assert "frontend/openapi.json is stale" in capsys.readouterr().err
