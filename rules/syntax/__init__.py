"""What an admin's file may say: its keys, its small words, and how an editor is told of them."""
