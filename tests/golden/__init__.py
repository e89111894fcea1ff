"""One tiny map that a reader can draw, and the reviewed answer of every analysis to it."""
