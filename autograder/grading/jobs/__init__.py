"""Judge one submission as a job.

job                a job, and what came of it
run                run a job: cells in a sandbox, functions judged from outside
digests            the digest of our own code that a job's digest covers
verdict            the verdict on one grade cell
seeds              the seeds of the hidden cases, drawn from the course's key
released           the cells as they were released
restoration        put them back into a submission
clean_cells        well-formed, harmless cells of whatever a notebook holds
lost_cells         cells whose metadata is gone, found by their text or their place
cut_answers        answers that were cut into several cells, joined
expected_results   what the cases should give, worked out while the notebook runs
timing             the speed of an answer, timed in the sandbox
workers            run jobs in processes of this machine, or on a Dask cluster
preloading         start the process that workers are forked from, while nbgrader is loaded
ending_with_command  that process ends with the command
preloaded          what all workers need, loaded once in that process
interrupts         what Ctrl-C does to a run
kept_results       what came of jobs, by their digests
reference_figures  what the course's own notebook draws, recorded once
trusted_output     the one output that nbgrader reads a score from
judged_notebook    write verdicts into a notebook

The judge and nbgrader meet in `kept_results`: workers judge ahead and keep what came of a job, and the preprocessor,
which stock nbgrader calls, makes the same job again and finds its result there. If it finds none, it judges itself.
"""
