"""The one list of all indicators, in reading order, and the door through which every figure is asked."""
