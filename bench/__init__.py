"""Accuracy and speed against gold and peers: `python3 dev.py bench [NAME…]`."""
