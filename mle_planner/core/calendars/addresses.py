"""Addresses of calendars on the network: read, masked, and checked for where they lead.

The address of a feed is a secret: it gives access to the calendar. Every list,
message, log and export shows it through ``mask_address``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import planner_error

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv6Address
    from urllib.parse import SplitResult

_SCHEMES = {"https": "https", "http": "http", "webcal": "https", "webcals": "https"}
_LONGEST = 2_000
_PLAIN_NAMES = frozenset(
    f"{name}.ics"
    for name in (
        "basic",
        "calendar",
        "events",
        "feed",
        "holidays",
        "home",
        "public",
        "team",
        "work",
    )
)
"""Last parts of an address that are public file names, never secrets."""

_NAT64 = "64:ff9b::/96"


class AddressError(PlannerError):
    """Something typed that is not the address of a calendar."""


def is_address(text: str) -> bool:
    """Whether something typed is meant as an address and not as a file."""
    scheme, separator, _rest = text.strip().partition("://")
    return bool(separator) and scheme.isalnum()


def is_calendar_address(text: str) -> bool:
    """Whether a line is the address of a calendar alone: webcal, or a file that ends in .ics."""
    parts = _split(text.strip()) if is_address(text) and len(text.split()) == 1 else None
    scheme = parts.scheme.lower() if parts is not None else ""
    is_file = parts is not None and parts.path.lower().endswith(".ics")
    return scheme in _SCHEMES and (scheme.startswith("webcal") or is_file)


def read_address(text: str) -> str:
    """Return a typed address as it is requested: ``webcal`` means https, a fragment is left out.

    Raises ``AddressError`` for what is not an address of http, https or webcal.
    """
    from urllib.parse import urlunsplit

    text = text.strip()
    parts = _split(text)
    scheme = _SCHEMES.get(parts.scheme.lower()) if parts is not None else None
    is_plain = text.isascii() and text.isprintable() and " " not in text
    if parts is None or scheme is None or not parts.hostname or len(text) > _LONGEST:
        raise planner_error(
            "This is not the address of a calendar. Nothing was added; an address begins "
            "with https:// or webcal://.",
            kind=AddressError,
        )
    if not is_plain:
        raise planner_error(
            "The address holds characters that no address has. Nothing was added; copy it "
            "again from where the calendar comes from.",
            kind=AddressError,
        )
    return urlunsplit((scheme, parts.netloc, parts.path or "/", parts.query, ""))


def mask_address(address: str) -> str:
    """Return what may be shown of a calendar's address: the host, and a name that is no secret.

    The path of a file is returned as it is.
    """
    if not is_address(address):
        return address
    parts = _split(address)
    if parts is None or not parts.hostname:
        return "…"
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = f":{parts.port}" if parts.port is not None else ""
    name = parts.path.rpartition("/")[2]
    is_short = parts.path in ("", "/", f"/{name}") and not parts.query
    shown = name if name.lower() in _PLAIN_NAMES else ""
    middle = "" if is_short and (shown or not name) else "…/"
    return f"{parts.scheme}://{host}{port}/{middle}{shown}"


def host_of(address: str) -> str:
    """Return the name of the server of an address."""
    parts = _split(address)
    return (parts.hostname or "") if parts is not None else ""


def is_local_host(host: str) -> bool:
    """Whether a host is plainly one of this computer or its network, without asking the DNS."""
    from ipaddress import ip_address

    try:
        ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".local", ".localhost", ".home.arpa"))
    return not is_public_ip(host)


def is_public_ip(text: str) -> bool:
    """Whether an IP address is public, and not of this machine or its local network.

    An IPv6 address that holds an IPv4 address is judged by that.
    """
    ip = _ip_of(text)
    return ip is not None and ip.is_global and not ip.is_multicast and not ip.is_reserved


def is_link_local(text: str) -> bool:
    """Whether an IP address is one that only the machines on the same link have."""
    ip = _ip_of(text)
    return ip is not None and ip.is_link_local


def _ip_of(text: str) -> IPv4Address | IPv6Address | None:
    """Return an IP address, or the IPv4 address that it holds; None for what is none."""
    from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

    try:
        ip: IPv4Address | IPv6Address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(ip, IPv6Address):
        held = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if held is None and ip in ip_network(_NAT64):
            held = IPv4Address(int(ip) & 0xFFFFFFFF)
        if held is not None:
            ip = held
    return ip


def _split(address: str) -> SplitResult | None:
    """Return the parts of an address; None where its host or port cannot be read."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(address)
        _port = parts.port
    except ValueError:
        return None
    return parts
