"""What goes in and out about exercises, templates, programs and planned workouts."""
