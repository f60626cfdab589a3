"""From an unanswered question to a better answer: reloading, reviewing, editing, publishing, taking back."""
