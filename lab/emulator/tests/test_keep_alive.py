"""An idle connection is the client's to close: the server keeps it for longer than any client would use it again."""

import sys
import unittest
from pathlib import Path

from hypercorn.config import Config

sys.path.insert(0, str(Path(__file__).parent.parent))
import corrections  # noqa: E402, F401  (importing it corrects the emulator)

GO_IDLE_SECONDS = 90


class KeepAlive(unittest.TestCase):
    def test_outlasts_idle_connections_of_clients(self):
        config = Config()
        # As MiniStack's main() does.
        config.keep_alive_timeout = 75
        self.assertGreater(config.keep_alive_timeout, GO_IDLE_SECONDS)


if __name__ == "__main__":
    unittest.main()
