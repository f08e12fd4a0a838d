"""Training of a small GLM-4V; needs the extra ``train`` and is never needed to run."""
