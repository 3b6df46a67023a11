"""The metrics of one process, by name. Explained, with the alerts on them, in docs/observability.md.

Labels come from short fixed lists (route templates, handler names), never from what a person sent. A child is looked up
once and kept: prometheus-client's own look-up by labels costs several times the counting.
"""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, disable_created_metrics

REGISTRY = CollectorRegistry()
# When each series began is known to Prometheus, and would double their number.
disable_created_metrics()

_REQUEST_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10)
_SQL_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5)
_JOB_BUCKETS = (0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

ProcessCollector(registry=REGISTRY)

REQUESTS = Histogram(
    "stoke_request_seconds",
    "Requests by route template; the number of them is its count",
    ("route", "method", "status"),
    buckets=_REQUEST_BUCKETS,
    registry=REGISTRY,
)
SQL = Histogram(
    "stoke_sql_seconds",
    "SQL statements, transaction control left out, by how they are made",
    ("made",),
    buckets=_SQL_BUCKETS,
    registry=REGISTRY,
)
JOBS_STARTED = Counter("stoke_jobs_started", "Background jobs begun", ("kind",), registry=REGISTRY)
JOBS = Histogram(
    "stoke_job_seconds",
    "Background jobs that ended, by outcome (done or failed)",
    ("kind", "outcome"),
    buckets=_JOB_BUCKETS,
    registry=REGISTRY,
)
PROVIDERS = Histogram(
    "stoke_provider_seconds",
    "Calls of other people's services by outcome (ok, refused, timeout or failed)",
    ("provider", "operation", "outcome"),
    buckets=_REQUEST_BUCKETS,
    registry=REGISTRY,
)
OUTBOX_OLDEST = Gauge(
    "stoke_outbox_oldest_seconds", "Age of the oldest event that waits to be relayed, 0 for none", registry=REGISTRY
)
DELIVERIES_OLDEST = Gauge(
    "stoke_deliveries_oldest_seconds", "How long the oldest open delivery is overdue, 0 for none", registry=REGISTRY
)
DELIVERIES_OPEN = Gauge("stoke_deliveries_open", "Deliveries that a handler still has to do", registry=REGISTRY)
DELIVERIES_FAILED = Gauge("stoke_deliveries_failed", "Deliveries given up after every attempt", registry=REGISTRY)
MONTHS_AHEAD = Gauge(
    "stoke_months_ahead", "Months to come that are made, of the partitioned table with the fewest", registry=REGISTRY
)
HEARTBEAT = Gauge(
    "stoke_worker_heartbeat_timestamp_seconds",
    "When this worker last looked after itself (Unix time)",
    registry=REGISTRY,
)

sql_prepared = SQL.labels("prepared").observe
"""Tell of one `Prepared` statement, in seconds."""
sql_built = SQL.labels("built").observe
"""Tell of one statement that SQLAlchemy built, in seconds."""

_requests: dict[tuple[str, str, int], Histogram] = {}


def request_ended(route: str, method: str, status: int, seconds: float) -> None:
    """Tell of one answered request. `route` is a template, or a fixed word where none matched."""
    key = (route, method, status // 100)
    child = _requests.get(key)
    if child is None:
        known = method if method in _METHODS else "OTHER"
        child = REQUESTS.labels(route, known, f"{status // 100}xx")
        if known == method:
            # An unknown method is anybody's word, and would fill the memory.
            _requests[key] = child
    child.observe(seconds)
