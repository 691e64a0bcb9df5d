"""GFPGAN v1.4: restores the detail of a blurred face (Wang et al., 2021), from the published weights."""
