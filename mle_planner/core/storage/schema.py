"""The schema version of this program, and names for a quick check.

Not in the module of the migrations, so that opening an up-to-date database imports none of them.
"""

SCHEMA_VERSION = 23
APPLICATION_ID = 0x4D4C4550  # "MLEP": tells our files from other SQLite databases

INDEXES = frozenset(
    {
        "activity_name", "project_name", "idx_task_done_at",
        "idx_predecessor_task_id_predecessor_id", "idx_series_exception_series_id_day",
        "idx_calendar_event_calendar_id_uid_recurrence", "idx_calendar_event_start_end",
        "idx_calendar_sync_calendar_id",
        "idx_calendar_event_first_day_last_day", "idx_time_block_start_end",
        "idx_time_block_task_id_start", "idx_own_day_day", "idx_plan_version_day_number",
        "idx_frozen_block_version_id", "idx_time_entry_start_end", "idx_time_entry_task_id",
        "one_entry_runs", "idx_evidence_identity", "idx_evidence_at", "idx_week_note_monday",
        "idx_edit_is_undone_id", "idx_frozen_unplaced_version_id", "idx_learned_word_word",
        "idx_day_choice_day", "person_name", "project_kind_name", "kind_stage_once",
        "project_person_once", "stage_answer_once", "idx_event_rule_calendar_id_uid",
        "idx_cancelled_event_calendar_id_uid", "sheet_template_name",
        "repository_rule_name", "evidence_by_source",
        "idx_away_span_start_end", "idx_away_span_answer", "idx_job_start_end",
        "idx_day_total_day", "idx_imported_row_identity", "idx_dropped_gap_start_end",
    }
)  # fmt: skip
TRIGGERS = frozenset(
    {
        "plan_version_is_frozen", "frozen_block_is_frozen", "frozen_unplaced_is_frozen",
        "lock_event_is_kept", "correction_is_kept",
    }
)  # fmt: skip
"""The indexes and triggers that the migrations make, for a quick look at every start."""
OTHER_COLUMNS = frozenset(
    {
        "counter.name", "counter.value", "edit.id", "edit.subject", "edit.at", "edit.merge_key",
        "edit.is_undone", "edit.changes", "edit.operation", "edit.count", "edit.detail",
        "zone_rules.zone", "zone_rules.source", "zone_rules.until", "zone_rules.onsets",
        "zone_rules.offsets",
    }
)  # fmt: skip
"""The columns of the tables that hold no records."""
