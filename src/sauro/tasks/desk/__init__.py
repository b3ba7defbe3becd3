"""My desk: numbers that are the rows behind them, and the rows with what can be done in place.

`tiles` says whose tasks each number counts, `queries` counts and fetches them, `rows` makes them ready for the screen.
"""
