"""When the parts run: the clock, deciding, composing, delivering, the digest, reloading."""
