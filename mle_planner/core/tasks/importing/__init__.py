"""Tasks from files of other programs: todo.txt, Markdown checklists, CSV and Todoist's export."""

ENDINGS = (".txt", ".md", ".markdown", ".csv", ".tsv")
"""The endings of files that can hold tasks."""
