"""The command `caseload-detector` and its subcommands."""
