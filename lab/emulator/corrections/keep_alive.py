"""How long the server keeps an idle connection."""

from hypercorn.config import Config

# Go's HTTP client drops a connection that was idle for 90 s, SDKs for Python and JavaScript sooner.
KEEP_ALIVE_SECONDS = 300

# A server that closes first, MiniStack after 75 s, now and then closes a connection on which a request is under way. Go then says
# "use of closed network connection", "connection reset" or "EOF", and does not send a POST again. main() sets its own value.
Config.keep_alive_timeout = property(lambda self: KEEP_ALIVE_SECONDS, lambda self, seconds: None)
