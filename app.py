"""The application object that a server or the `flask` command loads."""

from tracker import create_app

app = create_app()
