"""Dynamic layer skipping: halves of layers left out of what an unmodified llama.cpp computes."""
