"""A page or feed to text, and what it declares of itself: taken apart in a process of its own."""
