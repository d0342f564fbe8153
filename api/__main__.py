"""`python -m api` is `licence-desk`."""

import sys

from api.cli import main

sys.exit(main())
