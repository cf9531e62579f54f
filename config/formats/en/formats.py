"""The same dates wherever Django falls back to English; only the separators of numbers differ."""

from config.formats.vi.formats import *  # noqa: F403

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
