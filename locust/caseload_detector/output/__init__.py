"""The result for people and for other tools. Everything is made from one redacted document."""
