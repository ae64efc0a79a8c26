"""The law of a state as a page, a map or a list that a lawyer can check.

`situation` gathers what there is to say, `words` names it, `text` and `sheet` print it, `atlas` draws maps.
"""
