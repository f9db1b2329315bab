"""The search for a good schedule, one idea a module.

``tables`` turns the problem into numbers, ``shapes`` prices where a block stands,
``day_content`` holds one day as a value that remembers everything worked out about it,
``openings`` finds the best places for a task in a day, ``draft`` is a whole plan in the
making, ``ruin`` and ``recreate`` change it, ``search`` decides what to keep.
"""
