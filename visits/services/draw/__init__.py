"""The draw: who may be drawn, in which order, what came of it, and whether it still holds."""
