"""One question, one function: rows or a graph in, a report out."""
