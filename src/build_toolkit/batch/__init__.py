"""Many counties at once: what to build and why, a pool that survives, a folder that is whole at any time.

A batch is planned from what each page rests on (`basis`), built by processes of this machine (`pool`) or of a
Dask cluster (`cluster`), written by one process (`store`), and remembered (`state`), so that the same command
goes on where it stopped and later builds only what has changed.
"""
