"""Reading the log, exporting it, and showing deeds on accounts to the organizations they concern."""
