"""Next year's draft of a plan: what moves with the year, what stays, and what a person must decide."""
