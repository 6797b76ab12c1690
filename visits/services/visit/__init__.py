"""A visit from the letter to the day itself: steps, calls, appointments, calendars, answers."""
