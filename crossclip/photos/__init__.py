"""Photos as people have them: files of any kind, what their cameras wrote, and the pixels that networks take."""
