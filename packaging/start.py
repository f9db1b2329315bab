"""Starts the bundled planner, and in the same way the processes that it starts itself.

Those are started as Python is, with ``-m MODULE`` or ``-c CODE``; a bundle has no other Python.
"""

import runpy
import sys

from mle_planner.__main__ import main

if sys.argv[1:2] == ["-m"]:
    runpy.run_module(sys.argv[2], run_name="__main__", alter_sys=True)
elif sys.argv[1:2] == ["-c"]:
    exec(sys.argv[2])
else:
    sys.exit(main())
