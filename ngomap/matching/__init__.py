"""Whether two spellings mean the same organization, term or area."""
