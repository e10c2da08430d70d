"""A whole folder of notebooks, promoted and verified: how far each comes, and why not further.

notebooks   the notebooks of a folder
commands    command lines that can be stopped
attempt     one notebook: inspect, promote, verify
records     what came of each notebook, one JSON line each
table       the records as Markdown and CSV, with the figures of the whole
samples     findings with their cells, to judge by hand
"""
