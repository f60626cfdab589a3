"""What is counted, for Prometheus. No label holds anything about a person."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, generate_latest

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)


class Metrics:
    """The counters of one process, in a registry of their own."""

    def __init__(self) -> None:
        registry = self.registry = CollectorRegistry()
        self.received = Counter("jiewen_updates_received", "Updates stored in the inbox", registry=registry)
        self.repeated = Counter(
            "jiewen_updates_repeated", "Updates that came again and were dropped", registry=registry
        )
        self.finished = Counter(
            "jiewen_updates_finished", "Updates done, put off or set aside", ["fate"], registry=registry
        )
        self.lost_lanes = Counter(
            "jiewen_lanes_lost", "Chats that another process took over meanwhile", registry=registry
        )
        self.waiting = Gauge("jiewen_inbox_waiting", "Updates not yet answered", registry=registry)
        self.aside = Gauge("jiewen_inbox_aside", "Updates set aside after failing", registry=registry)
        self.oldest = Gauge(
            "jiewen_inbox_oldest_seconds", "How long the oldest update has waited", registry=registry
        )
        self.busy = Gauge("jiewen_lanes_busy", "Chats being worked on by this process", registry=registry)
        self.work = Histogram(
            "jiewen_work_seconds",
            "From the beginning of work to the sent answer",
            buckets=_SECONDS,
            registry=registry,
        )
        self.answered = Histogram(
            "jiewen_answer_seconds", "From storing an update to its end", buckets=_SECONDS, registry=registry
        )
        self.replies = Counter("jiewen_replies", "Replies by kind", ["kind"], registry=registry)
        self.sends = Counter(
            "jiewen_requests", "Requests to the Bot API by outcome", ["outcome"], registry=registry
        )
        self.retries = Counter(
            "jiewen_requests_retried", "Requests made again, by reason", ["reason"], registry=registry
        )
        self.polls = Counter(
            "jiewen_polls", "Calls of getUpdates, or looks at the webhook", ["outcome"], registry=registry
        )
        self.limited = Counter("jiewen_limited", "What limits refused", ["limit"], registry=registry)
        self.database = Counter(
            "jiewen_database_away", "Times the database could not be used", registry=registry
        )
        self.replicas = Gauge("jiewen_replicas", "Processes that share the database", registry=registry)
        self.versions = Gauge(
            "jiewen_knowledge_versions",
            "Different knowledge versions they serve; should be 1",
            registry=registry,
        )
        self.about = Info("jiewen", "Version of program and knowledge", registry=registry)

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self.registry)
