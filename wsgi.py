"""The app for a WSGI server: `gunicorn wsgi:app`, or `flask --app wsgi`."""

from visits import create_app
from visits.cli import main
from visits.start import prepare

app = create_app()
prepare(app)
for command in main.commands.values():
    app.cli.add_command(command)
