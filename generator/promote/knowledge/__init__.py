"""What is known of libraries: tables, and nothing but tables.

A new fact about pandas, NumPy or scikit-learn is a word in one of these sets.
"""
