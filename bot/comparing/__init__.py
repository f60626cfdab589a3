"""Products side by side: their facts with what sources say differently, or what a given loan costs from each."""
