"""What was heard and promised: notes, insights, themes, promises, the letter afterwards."""
