"""An example value for a JSON schema, the same each time: what the page of the API shows."""

from typing import Any

_TEXTS = {
    "uuid": "0198c0de-7a11-7000-8000-5a1d00c0ffee",
    "date-time": "2026-03-02T17:30:00Z",
    "date": "2026-03-02",
    "email": "iris@example.com",
    "uri": "https://example.com/",
    "binary": "<the file>",
}
_DEPTH = 24


def example_of(document: dict[str, Any], schema: dict[str, Any], depth: int = 0) -> Any:
    """A value that fits `schema`, from its own example, default or bounds; null far below."""
    for key in ("example", "const", "default"):
        if schema.get(key) is not None:
            return schema[key]
    if schema.get("examples"):
        return schema["examples"][0]
    if depth > _DEPTH:
        return None
    if "$ref" in schema:
        return example_of(document, _resolve(document, schema["$ref"]), depth + 1)
    if schema.get("enum"):
        return schema["enum"][0]
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return example_of(document, schema[key][0], depth + 1)
    return _by_type(document, schema, depth)


def _by_type(document: dict[str, Any], schema: dict[str, Any], depth: int) -> Any:
    match schema.get("type"):
        case "object":
            return {name: example_of(document, part, depth + 1) for name, part in schema.get("properties", {}).items()}
        case "array":
            return [example_of(document, schema.get("items", {}), depth + 1)]
        case "integer":
            # A bound is written as 1.0 where it was given as a number; the value may not be.
            return int(_least(schema))
        case "number":
            return _least(schema)
        case "boolean":
            return True
        case "string":
            return _TEXTS.get(schema.get("format", ""), schema.get("title", "text"))
        case _:
            return None


def _least(schema: dict[str, Any]) -> float:
    return schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)


def _resolve(document: dict[str, Any], reference: str) -> dict[str, Any]:
    part: Any = document
    for name in reference.removeprefix("#/").split("/"):
        part = part[name]
    return part
