"""The fidelity ladder: how far a promoted notebook has come, measured and not claimed.

    0 read      the notebook is there and was read
    1 rendered  nothing is left unrendered, and every file parses
    2 green     the project's own lint, format, types and tests pass in a fresh environment
    3 trained   the notebook's training code runs there and writes an artefact
    4 served    the service boots, is ready, and answers a real request
    5 faithful  for the notebook's own rows the service gives what the notebook gave

Everything happens in a scratch copy, so that no tracked file of the project changes.

report      the outcome of a climb as data, text and JSON
project     what the project says about itself
workshop    the scratch copy and its environments
ladder      the rungs in order, and the climb
rungs/      one rung per file
instrument  the notebook with its witness put in: notebook and anchors to notebook
witness/    what runs inside the notebook's kernel and writes down records and predictions
kernel      what runs the notebook, in the project's environment
client      a few lines of HTTP
compare     two lists of predictions
"""
