"""The report of a review: one document, written as Markdown, HTML, PDF or pictures."""
