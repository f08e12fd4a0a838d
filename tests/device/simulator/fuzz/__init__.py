"""Garbage for the simulated phone's listener, shell, HTTP handler and state files, by the thousand."""
