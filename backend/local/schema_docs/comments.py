"""What the models say of themselves: docstrings of classes, and the strings that stand below attributes."""

import ast
import inspect
import textwrap
from functools import cache


def about(model: type) -> str:
    """The first paragraph of a model's docstring, on one line."""
    return one_line((model.__doc__ or "").split("\n\n")[0])


def one_line(text: str) -> str:
    """Any white space as one space."""
    return " ".join(text.split())


def columns(model: type) -> dict[str, str]:
    """The string below each attribute, of the model and of what it inherits from, by attribute."""
    found: dict[str, str] = {}
    for cls in reversed(model.__mro__):
        if cls.__module__.startswith("backend."):
            found |= _own(cls)
    return found


@cache
def _own(cls: type) -> dict[str, str]:
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(cls))).body
    found: dict[str, str] = {}
    if isinstance(tree, ast.ClassDef):
        for statement, below in zip(tree.body, tree.body[1:], strict=False):
            if (
                isinstance(statement, ast.AnnAssign)
                and isinstance(statement.target, ast.Name)
                and isinstance(below, ast.Expr)
                and isinstance(below.value, ast.Constant)
                and isinstance(below.value.value, str)
            ):
                found[statement.target.id] = one_line(below.value.value)
    return found
