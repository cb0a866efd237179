"""A lesson on the drawings that come with the app, a quiz, and a sheet for the teacher."""
