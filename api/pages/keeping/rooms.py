"""The pages of the office's data, in the order in which their addresses are looked at."""

from api.pages.keeping import accounts, changes, edit, index, inexact, lists, office, pin, remove

# `/data/changes`, `/data/places` and `…/search` before the addresses with places that would take these words as names.
ROUTERS = tuple(room.router for room in (index, changes, inexact, lists, edit, pin, remove, accounts, office))
