"""A studio with half a year of believable training, so that every page has something true to show."""
