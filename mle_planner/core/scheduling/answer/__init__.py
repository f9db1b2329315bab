"""From a solved problem to a proposal in words: reasons, late tasks, notes, remedies."""
