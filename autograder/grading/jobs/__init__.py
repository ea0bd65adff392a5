"""Judge one submission as a job.

job              a job, and what came of it
digests          the digest of our own code that its digest covers
verdict          the verdict on one grade cell
seeds            the course's key, and the seeds drawn from it
released         the cells as they were released, put back into a submission
lost_cells       cells whose metadata is gone, found by their text or their place
ahead            what the cases should give, worked out while the notebook runs
workers          run jobs in processes of this machine, or on a Dask cluster
preloaded        what all workers need, loaded once
interrupts       what Ctrl-C does to a run
kept_results     what came of jobs, by their digests
reference_figures  what the course's own notebook draws, recorded once
trusted_output   the one output that nbgrader reads a score from

The judge and nbgrader meet in `kept_results`: workers judge ahead and keep what came of a job, and the preprocessor,
which stock nbgrader calls, makes the same job again and finds its result there. If it finds none, it judges itself.
"""
