"""What the five committees are: trees over time, flows of people, names. Pure: nothing here touches the database."""
