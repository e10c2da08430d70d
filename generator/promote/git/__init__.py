"""The door to git: the only package that runs it.

command     one call, deaf to whatever surrounds it
first       the first commit of a new project
repository  what a project's repository holds, and files put into it and taken out of it as trees
merge       two trees merged into the project's own state, and the way back
remote      which versions a template has been released in
"""

from promote.git.first import first_commit, is_there, repository_around
from promote.git.merge import Conflict, Merge, apply, merged, put_back
from promote.git.remote import released
from promote.git.repository import Repository, repository_of

__all__ = [
    "Conflict",
    "Merge",
    "Repository",
    "apply",
    "first_commit",
    "is_there",
    "merged",
    "put_back",
    "released",
    "repository_around",
    "repository_of",
]
