"""今日: what the day holds, the two weeks ahead, and the end of the day."""
