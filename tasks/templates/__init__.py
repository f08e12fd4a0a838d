"""The built-in templates, by app."""
