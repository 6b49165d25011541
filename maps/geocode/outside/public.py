"""Which addresses of the network are public."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# Unicast of the whole net; without what wraps another address (6to4, Teredo), and without examples.
_SIX = ip_network("2000::/3")
_WRAPPED = (ip_network("2002::/16"), ip_network("2001::/23"), ip_network("3fff::/20"))
_SPECIAL = (ip_network("192.0.0.0/24"), ip_network("192.88.99.0/24"))


def is_public(text: str) -> bool:
    """Whether this numeric address lies in the public net, and not in a house, on a machine or in a cloud's inside."""
    try:
        address: IPv4Address | IPv6Address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        return address.is_global and address in _SIX and not any(address in net for net in _WRAPPED)
    return address.is_global and not address.is_multicast and not any(address in net for net in _SPECIAL)
