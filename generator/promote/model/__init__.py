"""The data that flows through `promote`: frozen, documented, standard library only.

Source -> Notebook -> Program -> Plan -> Promotion
"""
