"""Runs: measured in interleaved pairs, judged blind, and never changed. docs/runs/run.schema.json describes their contents."""
