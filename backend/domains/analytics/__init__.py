"""What the numbers say: the trainer's home."""
