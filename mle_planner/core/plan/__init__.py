"""The plan lane: blocks, days, and what a frozen plan keeps."""
