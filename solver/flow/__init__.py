"""The search for one day whose tasks couple people: routes of seats with floating starts, sent through the crews."""
