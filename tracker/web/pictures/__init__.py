"""Charts as PNG pictures, drawn from the same figure as on the page, with type of our own."""

from tracker.web.charts import Chart


def png_of(chart: Chart) -> bytes:
    """The chart as a picture, 1600 pixels wide, that says everything the page says."""
    # Only here and only now: a worker that draws nothing shall not carry the drawing library.
    from tracker.web.pictures.page import drawn  # noqa: PLC0415

    return drawn(chart)
