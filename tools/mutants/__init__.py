"""`make mutants`: puts small mistakes into a copy of the tree, one at a time, and reports those that no test notices."""
