"""Organizations: units of the Party, their dated place in the tree, reorganizations, congresses and terms, places.

Answers for who existed, of which kind, under whom and by which name on any day. Does not know members: what hangs on a
unit is moved through :class:`chibo.kernel.occupants.Occupants`.
"""
