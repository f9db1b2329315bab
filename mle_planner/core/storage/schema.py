"""Which shape of the database this program knows.

Kept apart from the migrations so that opening an up-to-date database imports none of them.
"""

SCHEMA_VERSION = 11
APPLICATION_ID = 0x4D4C4550  # "MLEP": tells our files from other SQLite databases
