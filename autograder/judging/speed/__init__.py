"""Time an answer beside the loop version and the reference.

rounds    run the rounds: time all on the same arguments, with other numbers in each round
points    from the times to the points: arithmetic, and no clock
slowness  what the time of a slow answer goes into
"""
