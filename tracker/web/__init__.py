"""Knows Flask, not the campaign: forms, chart JSON, error pages, filters, headers, assets."""
