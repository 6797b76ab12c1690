"""The app for a WSGI server: `gunicorn wsgi:app`, or `flask --app wsgi`."""

from visits import create_app
from visits.cli import COMMANDS, find
from visits.start import prepare

app = create_app()
prepare(app)
for name in COMMANDS:
    app.cli.add_command(find(name))
