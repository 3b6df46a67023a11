"""Migrations that would stop a running Stoke: long locks, rewritten tables, what old code still reads taken away.

Each migration is rendered to the SQL that it would run, so that helpers, loops and formatted strings are seen as the
database sees them. Squawk (which knows Postgres's locks) and Postgres's own parser then read it. Tables made in the
same migration hold no rows and may be treated in any way. A migration that is safe all the same says why:

    SAFE_BECAUSE = {"ban-drop-column": "unread since release 12, see docs/deploy.md"}
"""

import io
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pglast
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from pglast import ast
from pglast.enums import AlterTableType, ConstrType, ObjectType, VariableSetKind
from pglast.visitors import Visitor

OLDEST_POSTGRES = "16"
SHORTEST_REASON = 20

STYLE = frozenset({"ban-char-field", "require-table-schema"})
"""Rules of Squawk that are not about locks and old code, as all that begin with `prefer-`."""

AROUND = "SET lock_timeout = '5s'; SET statement_timeout = '60s'; BEGIN;\n{}\nCOMMIT;\n"
"""What `env.py` does around each migration; a test of its own proves that it does."""

TIMEOUTS = frozenset({"lock_timeout", "statement_timeout"})
REWRITES = frozenset(
    {AlterTableType.AT_SetLogged, AlterTableType.AT_SetUnLogged, AlterTableType.AT_SetTableSpace,
     AlterTableType.AT_SetAccessMethod}
)  # fmt: skip

UNPROTECTED = frozenset({AlterTableType.AT_DisableRowSecurity, AlterTableType.AT_NoForceRowSecurity})
SERIALS = frozenset({"serial", "bigserial", "smallserial", "serial2", "serial4", "serial8"})


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule, the statement that breaks it (its first line), and what is wrong with it."""

    rule: str
    statement: str
    message: str


def unsafe(root: Path) -> list[str]:
    """Each migration below `root` that breaks a rule without a reason, or gives a reason that it does not need."""
    config = Config()
    config.set_main_option("script_location", str(root / "migrations"))
    config.set_main_option("path_separator", "os")
    found: list[str] = []
    for script in reversed(list(ScriptDirectory.from_config(config).walk_revisions())):
        path = Path(script.path).relative_to(root).as_posix()
        reasons: Mapping[str, str] = getattr(script.module, "SAFE_BECAUSE", {})
        found += [f"{path}: {sentence}" for sentence in _judged(_findings_of(script), reasons)]
    return found


def findings(sql: str) -> list[Finding]:
    """What is unsafe in statements that run in this order over filled tables."""
    return [*_squawk(AROUND.format(sql)), *_parsed(sql)]


def rendered(script: Script) -> str:
    """The SQL of a migration's upgrade, without a database. Raises what the migration raises when it needs one."""
    buffer = io.StringIO()
    options = {"as_sql": True, "output_buffer": buffer, "literal_binds": True}
    context = MigrationContext.configure(dialect_name="postgresql", opts=options)
    with Operations.context(context):
        script.module.upgrade()
    return buffer.getvalue()


def _findings_of(script: Script) -> list[Finding]:
    try:
        sql = rendered(script)
    except (AttributeError, TypeError) as error:  # it asked the database something, and there is none that answers
        return [Finding("unseen-sql", "upgrade()", f"cannot be read without a database ({error})")]
    return findings(sql)


def _judged(found: list[Finding], reasons: Mapping[str, str]) -> Iterator[str]:
    for finding in found:
        if finding.rule not in reasons:
            yield f"{finding.rule}: {finding.statement}: {finding.message}"
    for rule, reason in reasons.items():
        if rule not in {finding.rule for finding in found}:
            yield f"{rule}: SAFE_BECAUSE gives a reason for what it does not do"
        if len(reason) < SHORTEST_REASON:
            yield f"{rule}: SAFE_BECAUSE gives no reason"


def _squawk(sql: str) -> list[Finding]:
    squawk = Path(sys.executable).with_name("squawk")
    command = [squawk, "--reporter=json", f"--pg-version={OLDEST_POSTGRES}"]
    # From the root, where no one's configuration file can switch a rule off.
    result = subprocess.run(command, input=sql, capture_output=True, text=True, check=False, cwd="/")
    if not result.stdout.startswith("["):
        raise RuntimeError(f"squawk did not answer: {result.stderr}")
    lines = sql.splitlines()
    reports: list[dict[str, Any]] = json.loads(result.stdout)
    return [
        Finding(report["rule_name"], lines[report["line"]].strip(), report["message"])
        for report in reports
        if report["rule_name"] not in STYLE and not report["rule_name"].startswith("prefer-")
    ]


def _parsed(sql: str) -> Iterator[Finding]:
    """What Squawk has no rule for."""
    made: set[str] = set()
    for raw in pglast.parse_sql(sql):
        statement = raw.stmt
        if isinstance(statement, ast.CreateStmt):
            made.add(_name(statement.relation))
        elif isinstance(statement, ast.CreateFunctionStmt) and not statement.replace:
            made.add(_last(statement.funcname))
        elif statement is not None:
            first = sql[raw.stmt_location :].strip().splitlines()[0]
            for rule, message in (*_broken(statement, made), *_hidden(statement, made)):
                yield Finding(rule, first, message)


class _Within(Visitor):
    """What a statement does at any depth: in a CTE, in a subquery, in a function's arguments."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.settings: list[str] = []

    def visit_UpdateStmt(self, _ancestors: Any, node: ast.UpdateStmt) -> None:
        self.written.append(_name(node.relation))

    def visit_DeleteStmt(self, _ancestors: Any, node: ast.DeleteStmt) -> None:
        self.written.append(_name(node.relation))

    def visit_InsertStmt(self, _ancestors: Any, node: ast.InsertStmt) -> None:
        if getattr(node.selectStmt, "fromClause", None):
            self.written.append(_name(node.relation))

    def visit_FuncCall(self, _ancestors: Any, node: ast.FuncCall) -> None:
        if node.funcname and node.funcname[-1].sval == "set_config" and node.args:
            self.settings.append(str(getattr(getattr(node.args[0], "val", None), "sval", "")))


def _hidden(statement: ast.Node, made: set[str]) -> Iterator[tuple[str, str]]:
    within = _Within()
    within(statement)
    if any(table not in made for table in within.written):
        yield "unbatched-write", "locks every row that it writes until the end: write in batches, in a task"
    if not TIMEOUTS.isdisjoint(within.settings):
        yield "no-timeout", "what keeps a migration from stopping the app is set by SET alone, where it is seen"


def _broken(statement: ast.Node, made: set[str]) -> Iterator[tuple[str, str]]:
    match statement:
        case ast.VacuumStmt(options=options) if any(option.defname == "full" for option in options or ()):
            yield "vacuum-full", "rewrites the table under a lock that keeps all readers out"
        case ast.ClusterStmt():
            yield "cluster", "rewrites the table under a lock that keeps all readers out"
        case ast.LockStmt():
            yield "lock-table", "holds the lock until the migration ends"
        case ast.TruncateStmt(relations=tables) if any(_name(table) not in made for table in tables or ()):
            yield "truncate", "throws rows away that old code still reads"
        case ast.RefreshMatViewStmt(concurrent=False):
            yield "refresh-view", "keeps readers out until it is done: refresh it CONCURRENTLY"
        case ast.DoStmt():
            yield "unseen-sql", "what a DO block runs is not seen: write it as statements"
        case ast.VariableSetStmt(name=name) if name in TIMEOUTS and _lifted(statement):
            yield "no-timeout", f"{name} is what keeps a migration from stopping the app"
        case ast.AlterTableStmt(relation=table) if _name(table) not in made:
            yield from _altered(statement, made)
        case ast.DropStmt(removeType=ObjectType.OBJECT_POLICY):
            yield "row-level-security", "rows stop or begin to be seen while old code reads them"
        case ast.CreatePolicyStmt(table=table, permissive=False) if _name(table) not in made:
            yield "row-level-security", "rows stop to be seen while old code reads them"
        case ast.GrantStmt(is_grant=False) if any(_granted(one) not in made for one in statement.objects or ()):
            yield "revoke", "old code still uses the right"
        case ast.CreateTrigStmt(relation=table) if _name(table) not in made:
            yield "trigger", "changes what a write of old code does, under a lock that keeps writers out"
        case ast.CreateFunctionStmt(replace=True) | ast.DropStmt(removeType=ObjectType.OBJECT_FUNCTION):
            yield "function-changed", "old code calls it: make another one beside it, and drop it a release later"
        case _:
            return


def _altered(statement: ast.AlterTableStmt, made: set[str]) -> Iterator[tuple[str, str]]:
    for command in statement.cmds or ():
        kind = AlterTableType(command.subtype)
        if kind in REWRITES or (kind is AlterTableType.AT_AddColumn and _numbered(command.def_)):
            yield "table-rewrite", "writes the whole table anew under a lock that keeps all readers out"
        elif kind in UNPROTECTED:
            yield "row-level-security", "rows of every organization are seen from here on"
        elif kind is AlterTableType.AT_AttachPartition and _name(command.def_.name) not in made:
            yield "attach-partition", "reads the whole partition under a lock, unless a valid CHECK says what is in it"


def _granted(about: ast.Node) -> str:
    """The name of a function or a table that rights are given to or taken from."""
    return _last(about.objname) if isinstance(about, ast.ObjectWithArgs) else _name(cast(ast.RangeVar, about))


def _last(names: tuple[Any, ...] | None) -> str:
    return names[-1].sval if names else ""


def _numbered(column: ast.ColumnDef) -> bool:
    """Whether every row there is gets a number of its own."""
    names = {part.sval for part in column.typeName.names or ()} if column.typeName else set[str]()
    identity = any(part.contype == ConstrType.CONSTR_IDENTITY for part in column.constraints or ())
    return identity or not SERIALS.isdisjoint(names)


def _name(table: ast.RangeVar | None) -> str:
    return (table.relname if table else None) or ""


def _lifted(statement: ast.VariableSetStmt) -> bool:
    """Whether a time-out is set to none, or back to the server's, which is none."""
    if statement.kind != VariableSetKind.VAR_SET_VALUE or not statement.args:
        return True
    constant = statement.args[0].val
    return str(getattr(constant, "ival", None) or getattr(constant, "sval", None) or 0) in {"0", "0s", "0ms", "0min"}
