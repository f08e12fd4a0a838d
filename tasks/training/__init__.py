"""Data for and training of the embedded model; needs the extra ``train`` and is never needed to run."""
