"""How the language model is made, from data to package: `python3 dev.py train`."""
