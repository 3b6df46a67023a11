"""What goes in and out: `logging` while training, `reading` before and after it."""
