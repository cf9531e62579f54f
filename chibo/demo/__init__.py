"""Five believable committees as ordinary records, made by the actions of the areas below.

The only place that knows these committees. It keeps no table; nothing imports it but ``chibo.site``.
"""
