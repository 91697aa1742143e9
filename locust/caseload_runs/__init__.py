"""Runs: measured in interleaved pairs, judged blind, and written once. docs/runs/run.schema.json says what is in one."""
