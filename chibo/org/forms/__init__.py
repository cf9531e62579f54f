"""Forms of organizations: they clean what was typed and make plans of it; they never save."""
