"""Elements out of pixels alone, for screens whose hierarchy tells nothing: games, canvases, some web pages."""
