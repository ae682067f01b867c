"""Days with thousands of visits: cut into regions that overlap from round to round, searched side by side."""
