"""The board on the big screen."""
