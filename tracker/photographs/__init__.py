"""Photographs of a showcase, and the page of what a district showed."""
