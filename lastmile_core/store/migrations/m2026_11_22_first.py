"""The first form: depots, fleet, customers, orders, plans, events, imports, jobs, audit, settings."""

from __future__ import annotations

from typing import Any

_TABLES = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT",
    "INSERT INTO meta (key, value) VALUES ('data_version', 1)",
    "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL CHECK (json_valid(value))) STRICT",
    """CREATE TABLE depots (
        depot_id TEXT PRIMARY KEY, name TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL, address TEXT NOT NULL,
        timezone TEXT NOT NULL, opens TEXT NOT NULL, closes TEXT NOT NULL, loading_s INTEGER NOT NULL,
        currency TEXT NOT NULL) STRICT""",
    """CREATE TABLE docks (
        dock_id TEXT PRIMARY KEY, depot_id TEXT NOT NULL REFERENCES depots (depot_id), name TEXT NOT NULL,
        opens TEXT NOT NULL, closes TEXT NOT NULL) STRICT""",
    """CREATE TABLE drivers (
        driver_id TEXT PRIMARY KEY, name TEXT NOT NULL, depot_id TEXT NOT NULL REFERENCES depots (depot_id),
        phone TEXT NOT NULL, skills TEXT NOT NULL, shift_start TEXT NOT NULL, shift_end TEXT NOT NULL,
        break_s INTEGER NOT NULL, break_earliest TEXT NOT NULL, break_latest TEXT NOT NULL,
        is_active INTEGER NOT NULL) STRICT""",
    # driver_id is a plain word: a fleet file may name a driver who is added later.
    """CREATE TABLE vehicles (
        vehicle_id TEXT PRIMARY KEY, name TEXT NOT NULL, depot_id TEXT NOT NULL REFERENCES depots (depot_id),
        vehicle_class TEXT NOT NULL, capacity TEXT NOT NULL, fixed_cost REAL NOT NULL, cost_per_km REAL NOT NULL,
        cost_per_hour REAL NOT NULL, max_stops INTEGER, max_distance_m INTEGER, skills TEXT NOT NULL,
        driver_id TEXT, is_active INTEGER NOT NULL) STRICT""",
    """CREATE TABLE availability (
        service_date TEXT NOT NULL, vehicle_id TEXT NOT NULL REFERENCES vehicles (vehicle_id), driver_id TEXT,
        shift_start TEXT NOT NULL, shift_end TEXT NOT NULL, is_available INTEGER NOT NULL, note TEXT NOT NULL,
        PRIMARY KEY (service_date, vehicle_id)) STRICT""",
    """CREATE TABLE customers (
        customer_id TEXT PRIMARY KEY, name TEXT NOT NULL, address TEXT NOT NULL, postcode TEXT NOT NULL,
        city TEXT NOT NULL, district TEXT NOT NULL, lat REAL, lon REAL, phone TEXT NOT NULL, email TEXT NOT NULL,
        notes TEXT NOT NULL) STRICT""",
    """CREATE TABLE orders (
        order_id TEXT NOT NULL, service_date TEXT NOT NULL, depot_id TEXT NOT NULL REFERENCES depots (depot_id),
        customer_name TEXT NOT NULL, customer_id TEXT, address TEXT NOT NULL, postcode TEXT NOT NULL,
        city TEXT NOT NULL, district TEXT NOT NULL, lat REAL, lon REAL, kind TEXT NOT NULL, load TEXT NOT NULL,
        windows TEXT NOT NULL, service_s INTEGER NOT NULL, priority INTEGER NOT NULL, skills TEXT NOT NULL,
        phone TEXT NOT NULL, email TEXT NOT NULL, notes TEXT NOT NULL, status TEXT NOT NULL, import_id TEXT,
        custom TEXT NOT NULL, PRIMARY KEY (order_id, service_date)) STRICT""",
    "CREATE INDEX orders_by_day ON orders (service_date, depot_id)",
    """CREATE TABLE plan_versions (
        service_date TEXT NOT NULL, depot_id TEXT NOT NULL REFERENCES depots (depot_id), version INTEGER NOT NULL,
        plan_id TEXT NOT NULL UNIQUE, status TEXT NOT NULL, origin TEXT NOT NULL, created_at TEXT NOT NULL,
        created_by TEXT NOT NULL, why TEXT NOT NULL, parent_version INTEGER, restores INTEGER,
        input_hash TEXT NOT NULL, travel_source TEXT NOT NULL, travel_region TEXT NOT NULL,
        distance_m INTEGER NOT NULL, paid_s INTEGER NOT NULL, cost REAL NOT NULL, running_cost REAL NOT NULL,
        num_routes INTEGER NOT NULL, num_stops INTEGER NOT NULL, num_unassigned INTEGER NOT NULL,
        num_violations INTEGER NOT NULL, body TEXT NOT NULL CHECK (json_valid(body)),
        PRIMARY KEY (service_date, depot_id, version)) STRICT""",
    """CREATE TABLE publications (
        publication_id INTEGER PRIMARY KEY AUTOINCREMENT, service_date TEXT NOT NULL, depot_id TEXT NOT NULL,
        version INTEGER NOT NULL, published_at TEXT NOT NULL, published_by TEXT NOT NULL,
        FOREIGN KEY (service_date, depot_id, version)
            REFERENCES plan_versions (service_date, depot_id, version)) STRICT""",
    "CREATE INDEX publications_by_day ON publications (service_date, depot_id, version)",
    """CREATE TABLE stop_events (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL UNIQUE, service_date TEXT NOT NULL,
        depot_id TEXT NOT NULL REFERENCES depots (depot_id), vehicle_id TEXT NOT NULL, kind TEXT NOT NULL,
        occurred_at TEXT NOT NULL, received_at TEXT NOT NULL, order_id TEXT, reason TEXT NOT NULL,
        outcome TEXT NOT NULL, note TEXT NOT NULL, odometer_m INTEGER, delivered_share REAL NOT NULL,
        source TEXT NOT NULL) STRICT""",
    "CREATE INDEX stop_events_by_day ON stop_events (service_date, depot_id, vehicle_id)",
    "CREATE INDEX stop_events_by_order ON stop_events (order_id)",
    """CREATE TABLE imports (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, import_id TEXT NOT NULL UNIQUE, file_name TEXT NOT NULL,
        file_hash TEXT NOT NULL, depot_id TEXT, service_date TEXT, imported_at TEXT NOT NULL,
        imported_by TEXT NOT NULL, counts TEXT NOT NULL, mapping TEXT NOT NULL, issues TEXT NOT NULL) STRICT""",
    "CREATE INDEX imports_by_hash ON imports (file_hash)",
    """CREATE TABLE import_files (
        import_id TEXT PRIMARY KEY REFERENCES imports (import_id), content_gz BLOB NOT NULL) STRICT""",
    """CREATE TABLE jobs (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, job_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, subject TEXT NOT NULL,
        status TEXT NOT NULL, params TEXT NOT NULL, progress TEXT NOT NULL, result TEXT NOT NULL,
        message TEXT NOT NULL, share REAL, cancel_requested INTEGER NOT NULL DEFAULT 0, pid INTEGER,
        created_by TEXT NOT NULL, created_at TEXT NOT NULL, started_at TEXT, heartbeat_at TEXT, finished_at TEXT,
        spawned_at TEXT, spawns INTEGER NOT NULL DEFAULT 0) STRICT""",
    "CREATE UNIQUE INDEX jobs_one_active ON jobs (kind, subject) WHERE status IN ('queued', 'running')",
    "CREATE INDEX jobs_by_subject ON jobs (kind, subject, seq)",
    """CREATE TABLE audit (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL,
        why TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL, previous_hash TEXT NOT NULL,
        hash TEXT NOT NULL) STRICT""",
    "CREATE INDEX audit_by_subject ON audit (subject)",
)

# Table and its key: facts are appended, never changed, removed or put in the place of another.
_APPEND_ONLY = (
    ("plan_versions", "service_date = NEW.service_date AND depot_id = NEW.depot_id AND version = NEW.version"),
    ("publications", "publication_id = NEW.publication_id"),
    ("stop_events", "event_id = NEW.event_id"),
    ("audit", "seq = NEW.seq"),
)


def apply(db: Any) -> None:
    """Create every table, index and trigger."""
    for statement in _TABLES:
        db.execute(statement)
    for table, same_key in _APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            db.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        # INSERT OR REPLACE would remove the old row without asking the DELETE trigger.
        db.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same_key}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
