"""The backlog beside the axis: open tasks, dragged or carried onto a day."""
