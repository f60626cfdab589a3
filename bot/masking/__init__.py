"""Hiding what identifies a person before anything is stored or logged.

Identity cards, bank cards, telephone numbers, e-mail and chat addresses, codes and passwords become stars, in
whichever spelling they come: full width, Chinese numerals, circled digits, spaces, dashes. Amounts, rates, terms
and dates stay, so that a masked question has the same answer.
"""

from bot.masking.personal import mask_personal, personal_spans

__all__ = ["mask_personal", "personal_spans"]
