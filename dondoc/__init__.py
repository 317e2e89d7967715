"""The thin shell: commands, settings and the one place where the parts are put together."""

__version__ = "0.1.0"
