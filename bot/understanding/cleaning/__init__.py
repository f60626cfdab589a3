"""Normalise what a user typed, as far as that needs no knowledge of loans.

The steps, in order: fold each character (width, traditional forms, control characters, emoji, zalgo),
drop chat emoticon codes such as ``/流泪``, repair digits, shorten repetitions, drop a menu prefix.
Every character of the result remembers which character of the message it came from, so that a span found in the
cleaned text can be shown in the original.
"""

from bot.understanding.cleaning.cleaner import MAX_CHARACTERS, Cleaned, clean

__all__ = ["MAX_CHARACTERS", "Cleaned", "clean"]
