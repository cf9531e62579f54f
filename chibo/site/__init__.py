"""The front door: home, navigation, search, the request's viewer, and the explicit lists the areas below are handed."""
