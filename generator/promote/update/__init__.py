"""Bringing a project up to date: its notebook, its template and its overlays change, and so does what the team made of it.

Whatever changed, it is one merge: of what promote wrote when the project was last brought up to date, what it would write now,
and what the team has.

project   what a project says about itself: its layers, the base of its derived files, its notebook
sources   which versions its layers are to have
derived   the derived files: as they were, or compiled anew
state     all that promote writes of a project, in one folder
style     the team's own format, in which a merge compares
pristine  the project against what was written
renewal   the merge: computed, shown, put in place, checked
record    the way back, kept until the next commit
checks    the project's own checks, before and after

Each verb is a module: sync, update, overlay, status; `diff` is in `pristine`.
"""
