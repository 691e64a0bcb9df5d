"""The executor `ray`: the same tasks on the machines of a Ray cluster, which need no folder in common.

`executor` is the door and `pool` decides; both live in one thread beside the service. A `seat` is our side of an actor,
an `actor` its side on a node: it has the worker process of one engine, the very same as the executor `processes` has,
and a `shelf` with what tasks need.
"""
