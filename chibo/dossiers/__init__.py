"""The paper file of a member: what it must hold, who keeps it, yearly supplements, cards, reports on the situation."""
