"""sitrep: raw news text in, a conflict event dataset with its proof out.

A report's way is the order of the modules: `reading` makes a `Report` of a file, `cleaning` and `language` make
sentences of it, `coding` finds the mentions, `resolving` places them, `quarantine` keeps what fails a rule,
`linking` makes events of mentions, `warehouse` keeps the tables, `trends` asks them.
"""

__version__ = "0.1.0"
