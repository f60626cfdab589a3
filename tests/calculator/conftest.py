"""Property tests that say the same on every machine, in bounded time."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "calculator",
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("calculator")
