"""The engine that leads a case through its steps by the rules of its day. It knows no area: areas bring definitions and
outcomes. Says nothing about members: what a step brings about is an action of the area that owns it."""
