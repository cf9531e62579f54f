"""Who is due which badge on which award day, why, and who has received it."""
