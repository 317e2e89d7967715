"""Measures dondoc against its peers: ratios taken in one run, never fixed times."""
