"""A random world built through actions, set against a brute-force replay of what was asked of them."""
