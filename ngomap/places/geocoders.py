"""The services that can be asked where a place is: which there are, what each needs, and how it is called.

Every service is one of geopy's; what it takes is written down here, so that no key is ever typed on a command line and
nothing but the words of a place and its country is sent.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any, Final
from urllib.parse import urlsplit

from geopy import geocoders as g

from ngomap.errors import InvalidValue, UsageError
from ngomap.model.choice import one_of
from ngomap.model.countries import country_name
from ngomap.places.geocoder_adapter import CarefulAdapter, is_loopback

Options = dict[str, object]
OSM: Final = "© OpenStreetMap contributors"
MOST_CHOICES: Final = 5
PUBLIC_NOMINATIM: Final = "nominatim.openstreetmap.org"
MOST_FROM_PUBLIC: Final = 50
"""Places in one run that the public Nominatim is asked for: its rules forbid bulk."""
PUBLIC_RULES: Final = (
    "The public Nominatim is run by volunteers for everybody. Its rules: at most one request a second, a program that says "
    "its name, no place asked twice, 'OpenStreetMap contributors' named wherever the points are shown, and no bulk. "
    f"ngomap keeps to them; for more than {MOST_FROM_PUBLIC} places in a run, give --server with one of your own."
)


@dataclass(frozen=True, slots=True)
class Provider:
    """A service: geopy's class, whom to name for its points, the argument that takes the key, and how a search is kept
    to one country. Without that the name of the country is part of what is asked.
    """

    make: Callable[..., Any]
    attribution: str
    key: str = ""
    within: Callable[[str], Options] | None = None
    more: Options = field(default_factory=dict)
    needs_server: bool = False
    optional_key: bool = False
    elsewhere: bool = True
    """Whether it can run on a server of one's own."""


def _list_of(name: str) -> Callable[[str], Options]:
    return lambda code: {name: [code.lower()]}


def _one(name: str) -> Callable[[str], Options]:
    return lambda code: {name: code.lower()}


_OSM_OPTIONS: Final[Options] = {"limit": MOST_CHOICES, "addressdetails": True}

PROVIDERS: Final[dict[str, Provider]] = {
    "nominatim": Provider(g.Nominatim, OSM, within=_list_of("country_codes"), more=_OSM_OPTIONS),
    "photon": Provider(g.Photon, OSM, more={"limit": MOST_CHOICES}),
    "pelias": Provider(
        g.Pelias, f"{OSM} and others, by Pelias", "api_key", _list_of("countries"), needs_server=True, optional_key=True
    ),
    "arcgis": Provider(g.ArcGIS, "Esri", more={"out_fields": ["Country"]}),
    "azure": Provider(g.AzureMaps, "Microsoft, TomTom", "subscription_key", more={"limit": MOST_CHOICES}),
    "bing": Provider(g.Bing, "Microsoft", "api_key", more={"include_country_code": True}),
    "geocodeearth": Provider(g.GeocodeEarth, f"{OSM} and others, by Geocode Earth", "api_key", _list_of("countries")),
    "geokeo": Provider(g.Geokeo, "Geokeo", "api_key", _one("country")),
    "geolake": Provider(g.Geolake, "Geolake", "api_key", _list_of("country_codes")),
    "geonames": Provider(g.GeoNames, "GeoNames, CC BY 4.0", "username", _one("country")),
    "google": Provider(g.GoogleV3, "Google", "api_key", lambda code: {"components": {"country": code}}),
    "here": Provider(g.HereV7, "HERE", "apikey", more={"limit": MOST_CHOICES}, elsewhere=False),
    "mapbox": Provider(g.MapBox, f"Mapbox, {OSM}", "api_key", _one("country")),
    "mapquest": Provider(g.MapQuest, "MapQuest", "api_key", more={"limit": MOST_CHOICES}),
    "maptiler": Provider(g.MapTiler, f"MapTiler, {OSM}", "api_key"),
    "opencage": Provider(g.OpenCage, f"{OSM}, by OpenCage", "api_key", _one("country"), {"annotations": False}),
    "openmapquest": Provider(g.OpenMapQuest, OSM, "api_key", _list_of("country_codes"), _OSM_OPTIONS),
    "pickpoint": Provider(g.PickPoint, OSM, "api_key", _list_of("country_codes"), _OSM_OPTIONS),
    "tomtom": Provider(g.TomTom, "TomTom", "api_key", more={"limit": MOST_CHOICES}),
    "woosmap": Provider(g.Woosmap, "Woosmap", "api_key", more={"limit": MOST_CHOICES}),
    "yandex": Provider(g.Yandex, "Yandex", "api_key"),
}
"""By the name that `--provider` takes."""


@dataclass(frozen=True, slots=True)
class Service:
    """A service ready to be asked. `server` is its address if that is not the usual one."""

    name: str
    server: str | None
    attribution: str
    public_nominatim: bool
    geocoder: Any
    timeout: float

    def ask(self, query: str, country: str | None) -> list[Any]:
        """What the service says of a place, as geopy's locations; what geopy raises goes through."""
        provider = PROVIDERS[self.name]
        options = dict(provider.more)
        if country and provider.within:
            options |= provider.within(country)
        text = f"{query}, {country_name(country)}" if country and not provider.within else query
        with warnings.catch_warnings():
            # geopy warns on stderr of a latitude beyond a pole, before it refuses it.
            warnings.simplefilter("ignore")
            found = self.geocoder.geocode(text, exactly_one=False, timeout=self.timeout, **options)
        places = found if isinstance(found, list) else [found]
        return [place for place in places if place is not None]


def key_name(provider: str) -> str:
    """The variable of the environment that holds the key of a service.

    >>> key_name("opencage")
    'NGOMAP_OPENCAGE_KEY'
    """
    return f"NGOMAP_{provider.upper()}_KEY"


def service(name: str, server: str | None, timeout: float) -> Service:
    """The service of that name, at its usual address or on a server of one's own. Raises UsageError, InvalidValue."""
    chosen = one_of(name, tuple(PROVIDERS), "provider")
    provider = PROVIDERS[chosen]
    arguments: Options = {"timeout": timeout, "user_agent": user_agent(), "adapter_factory": CarefulAdapter}
    key = os.environ.get(key_name(chosen), "").strip()
    if provider.key and (key or not provider.optional_key):
        if not key:
            raise UsageError(f"{chosen} needs a key.", f"Put it into the environment as {key_name(chosen)}.")
        arguments[provider.key] = key
    address = None
    public = chosen == "nominatim"
    if server is not None and not provider.elsewhere:
        raise UsageError(f"{chosen} takes no --server.", "Leave it out, or choose another provider.")
    if server is not None:
        scheme, domain = _server(server)
        arguments |= {"scheme": scheme, "domain": domain}
        public = public and domain == PUBLIC_NOMINATIM
        address = None if public else f"{scheme}://{domain}"
    elif provider.needs_server:
        raise UsageError(f"{chosen} needs --server.", f"For example: --provider {chosen} --server https://pelias.example.org")
    elif chosen == "geonames":
        # Its usual address is unencrypted, and would carry the key.
        arguments |= {"scheme": "https", "domain": "secure.geonames.org"}
    return Service(chosen, address, provider.attribution, public, provider.make(**arguments), timeout)


def user_agent() -> str:
    """Who asks, as services want to be told."""
    return f"ngomap/{version('ngomap')} (maps of civil society; geopy)"


def unencrypted(server: str) -> bool:
    """Whether what is asked there travels as anybody on the way may read it.

    >>> unencrypted("http://geo.example.org"), unencrypted("http://127.0.0.1:8080"), unencrypted("https://geo.example.org")
    (True, False, False)
    """
    parts = urlsplit(server)
    return parts.scheme == "http" and not is_loopback(parts.hostname or "")


def _server(text: str) -> tuple[str, str]:
    """Scheme, and host with port and path, of a server's address."""
    hint = "Write it as https://geo.example.org or http://127.0.0.1:8080."
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise InvalidValue(f"server: {text!r} is not an address.", hint) from error
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment or any(c.isspace() for c in text.strip()):
        raise InvalidValue(f"server: {text!r} is not an address.", hint)
    if parts.username is not None or parts.password is not None:
        raise InvalidValue("server: a name or password does not belong into an address.", "Keys come from the environment.")
    shown = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}[parts.scheme]
    return parts.scheme, shown + (f":{port}" if port and port != usual else "") + parts.path.rstrip("/")
