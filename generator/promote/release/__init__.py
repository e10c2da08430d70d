"""Judging a template before it is released, so that no project loses anything when it is brought up to date.

policy  what may not differ between two releases: values in, values out
check   a template on disk against its last release, and rendered
"""
