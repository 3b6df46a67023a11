"""The local mailbox: takes every mail that Stoke sends on this machine, and shows it. Absent from production."""
