"""The training data's public homes, and how their files become the rows that training reads.

`homes` says where each set lies, `download` brings it, `treebank`, `columns` and `gum` turn texts into
rows. The converters are plain functions over text: they read no file and know no network.
"""
