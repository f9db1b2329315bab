"""The search for a good schedule, one idea per module.

``model``: ``tables`` turns the problem into numbers in ``table_rows``; ``cost_profiles`` and
``task_day`` price the places of blocks, ``waiting`` computes latest finish times from successors.
``gaps`` and ``day_content`` hold one day as a value that caches everything computed about it,
``openings`` finds the best places for a task in a day, ``draft`` is a whole plan in the making.

``search``: ``ruin``, ``recreate``, ``ejection``, ``resequencing`` and ``moves`` change a plan at
random, ``search`` decides by ``annealing`` what to keep; ``exchange_neighbourhood`` tries every
exchange of blocks, ``single_moves`` every place of one block.

``construct``: ``day_arcs``, ``arc_prices``, ``lower_bounds``, ``day_beam`` and ``whole_day`` build
a single day to start from, ``relaxed_day``, ``week_prices`` and ``whole_week`` several. ``runs``
shares the budget among all of these.
"""
