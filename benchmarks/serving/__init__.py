"""How fast a promoted service answers, beside what else a team could put its model behind."""
