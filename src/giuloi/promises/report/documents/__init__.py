"""What is handed in: the report of a crime, the statutory form 08 and the minutes, as Vietnamese offices write them."""
