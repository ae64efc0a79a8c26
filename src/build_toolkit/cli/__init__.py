"""The shells: thin commands over the pipeline. Only these print."""
