"""A real IMAP server (Dovecot) on this machine, with one mailbox and a certificate of its own."""

import os
import pwd
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from imap_tools import MailBox

from tests.jobs.token_server import TokenServer, tokens_for
from tests.loopback import PATIENCE, free_port, listens, wait_until

USER, PASSWORD = "bezoek", "een goed geheim"
CONFIG = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{home}/cert.pem
ssl_key = <{home}/key.pem
mail_location = maildir:{home}/mail
mail_uid = {owner}
mail_gid = {group}
first_valid_uid = 0
first_valid_gid = 0
default_internal_user = {owner}
default_internal_group = {group_name}
default_login_user = {owner}
auth_mechanisms = plain xoauth2
auth_failure_delay = 0
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {home}/oauth2
}}
passdb {{
  driver = passwd-file
  mechanisms = plain
  args = scheme=PLAIN {home}/users
}}
userdb {{
  driver = static
  args = uid={owner} gid={group} home={home}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""


@dataclass(frozen=True)
class Server:
    """Where the mailbox is, and the certificate that a reader must trust."""

    port: int
    certificate: Path
    tokens: TokenServer

    def open(self) -> MailBox:
        """Open the mailbox, as its owner would."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        return MailBox("localhost", self.port, ssl_context=context).login(USER, PASSWORD)


def make_certificate(home: Path) -> None:
    """Make a certificate for this machine, and its key."""
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(home / "key.pem"), "-out", str(home / "cert.pem")]
    subprocess.run([*command.split(), *names, *files], check=True, capture_output=True)


@contextmanager
def served() -> Iterator[Server]:
    """Serve a mailbox, and the tokens that open it, while a test runs."""
    with tokens_for(USER) as tokens, mailbox_of(tokens) as server:
        yield server


@contextmanager
def mailbox_of(tokens: TokenServer) -> Iterator[Server]:
    """Serve a mailbox that a password opens, or a token."""
    # Not pytest's folder: Dovecot works as another user, and a socket's path must be short.
    home = Path(mkdtemp(prefix="imap"))
    owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    make_certificate(home)
    (home / "users").write_text(f"{USER}:{PASSWORD}\n")
    (home / "oauth2").write_text(f"tokeninfo_url = {tokens.address}/?token=\n")
    (home / "mail").mkdir()
    port = free_port()
    group = subprocess.run(["id", "-gn", owner.pw_name], capture_output=True, check=True, text=True)
    names = {"owner": owner.pw_name, "group": owner.pw_gid, "group_name": group.stdout.strip()}
    (home / "conf").write_text(CONFIG.format(home=home, port=port, **names))
    for path in (home, *home.iterdir()):
        shutil.chown(path, owner.pw_uid, owner.pw_gid)
    process = subprocess.Popen(["dovecot", "-F", "-c", str(home / "conf")])
    try:
        wait_until(lambda: listens(port))
        yield Server(port, home / "cert.pem", tokens)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)
        shutil.rmtree(home)
