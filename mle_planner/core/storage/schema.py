"""The schema version of this program, and what a quick check asks for.

Not in the module of the migrations, so that opening an up-to-date database imports none of them.
"""

SCHEMA_VERSION = 23
APPLICATION_ID = 0x4D4C4550  # "MLEP": tells our files from other SQLite databases

INDEXES_AND_TRIGGERS = 45
"""How many the migrations make, for a quick look at every start; the doctor knows them all."""

OTHER_COLUMNS = frozenset(
    {
        "counter.name", "counter.value", "edit.id", "edit.subject", "edit.at", "edit.merge_key",
        "edit.is_undone", "edit.changes", "edit.operation", "edit.count", "edit.detail",
        "zone_rules.zone", "zone_rules.source", "zone_rules.until", "zone_rules.onsets",
        "zone_rules.offsets",
    }
)  # fmt: skip
"""The columns of the tables that hold no records."""
