"""What a meeting costs: focus time, the day's coding, due dates; and when it would cost less."""
