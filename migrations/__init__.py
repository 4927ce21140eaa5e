"""The database's history, revision by revision; run by `flask --app app db upgrade`."""
