"""What an operator sees of a running process: log lines, metrics, health."""

from bot.telemetry.health import Health, Report
from bot.telemetry.logs import logging_about, start_logging
from bot.telemetry.metrics import Metrics
from bot.telemetry.redacting import Redactor

__all__ = ["Health", "Metrics", "Redactor", "Report", "logging_about", "start_logging"]
