"""The audit log as people read it: who did what, to what, and whose data it was. Writing it is core's."""
