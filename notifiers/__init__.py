"""How a letter reaches a person: one folder per channel, with its code and its templates."""
