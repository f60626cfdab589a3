"""From the inbox to done: whoever takes an update in has it answered, once, in order, whatever happens.

The channel gives the work; this package knows when it is done. What it promises: an update that was accepted is answered
unless it fails by itself time and again; of one chat at most one answer is repeated when a process is killed.
"""

from bot.delivery.housekeeping import Housekeeping
from bot.delivery.places import Places
from bot.delivery.worker import Craft, ProcessDied, Trouble, Worker

__all__ = ["Craft", "Housekeeping", "Places", "ProcessDied", "Trouble", "Worker"]
