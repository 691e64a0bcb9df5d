"""SadTalker's inference: one file per network, named as in the paper (Zhang et al., 2023), from the published
weights.
"""
