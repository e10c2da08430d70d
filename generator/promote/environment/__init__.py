"""The door to processes and environments: the only package that starts what belongs to a project.

processes   start, wait, time out, and leave nothing behind
ruff        the project's own style on the derived files
uv          a project's lock, its environments, and commands in them
"""
