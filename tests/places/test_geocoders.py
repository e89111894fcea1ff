"""The services: each can be made and asked, on a server of one's own, and a reply is read as that service writes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ngomap.errors import UsageError
from ngomap.places.geocode_asking import ask_all
from ngomap.places.geocoders import PROVIDERS, Service, key_name, service
from ngomap.places.geocoding import judge
from ngomap.store.connection import Map
from tests.places.geocode_server import Reply, Server, said, serving

GEOJSON = {"geometry": {"coordinates": [36.75, -1.25]}, "place_name": "Mill", "center": [36.75, -1.25]}
GOOGLE = {
    "status": "OK",
    "results": [
        {
            "formatted_address": "Mill",
            "geometry": {"location": {"lat": -1.25, "lng": 36.75}},
            "address_components": [{"short_name": "KE", "long_name": "Kenya", "types": ["country", "political"]}],
        }
    ],
}
OSM = [{"lat": "-1.25", "lon": "36.75", "display_name": "Mill", "address": {"country_code": "ke"}}]
AZURE = {"results": [{"position": {"lat": -1.25, "lon": 36.75}, "address": {"freeformAddress": "Mill", "countryCode": "KE"}}]}
REPLIES: dict[str, Any] = {
    "nominatim": OSM,
    "openmapquest": OSM,
    "pickpoint": OSM,
    "photon": {"features": [{**GEOJSON, "properties": {"name": "Mill", "countrycode": "KE"}}]},
    "pelias": {"features": [{**GEOJSON, "properties": {"name": "Mill", "country_a": "KEN"}}]},
    "geocodeearth": {"features": [{**GEOJSON, "properties": {"name": "Mill", "country_a": "KEN"}}]},
    "mapbox": {"features": [{**GEOJSON, "context": [{"short_code": "KE-30"}, {"short_code": "ke"}]}]},
    "maptiler": {"features": [GEOJSON]},
    "google": GOOGLE,
    "woosmap": GOOGLE,
    "geokeo": GOOGLE,
    "opencage": {
        "results": [{"formatted": "Mill", "geometry": {"lat": -1.25, "lng": 36.75}, "components": {"country_code": "ke"}}]
    },
    "azure": AZURE,
    "tomtom": AZURE,
    "here": {
        "items": [{"title": "Mill", "position": {"lat": -1.25, "lng": 36.75}, "address": {"label": "Mill", "countryCode": "KEN"}}]
    },
    "geonames": {"geonames": [{"name": "Mill", "lat": "-1.25", "lng": "36.75", "countryCode": "KE", "countryName": "Kenya"}]},
    "geolake": {"success": True, "latitude": -1.25, "longitude": 36.75, "place": {"city": "Mill", "countryCode": "KE"}},
    "mapquest": {"results": [{"locations": [{"street": "Mill", "adminArea1": "KE", "latLng": {"lat": -1.25, "lng": 36.75}}]}]},
    "arcgis": {"candidates": [{"address": "Mill", "location": {"x": 36.75, "y": -1.25}, "attributes": {"Country": "KEN"}}]},
    "bing": {
        "resourceSets": [
            {
                "resources": [
                    {
                        "name": "Mill",
                        "address": {"countryRegionIso2": "KE"},
                        "point": {"coordinates": [-1.25, 36.75]},
                    }
                ]
            }
        ]
    },
    "yandex": {
        "response": {
            "GeoObjectCollection": {
                "featureMember": [
                    {
                        "GeoObject": {
                            "name": "Mill",
                            "description": "Kenya",
                            "Point": {"pos": "36.75 -1.25"},
                            "metaDataProperty": {"GeocoderMetaData": {"Address": {"country_code": "KE"}}},
                        }
                    }
                ]
            }
        }
    },
}
SILENT_ON_COUNTRY = ("maptiler",)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(lambda _: said({})) as running:
        yield running


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("ngomap.places.geocode_asking.INTERVAL", 0.0)
    for name in PROVIDERS:
        monkeypatch.setenv(key_name(name), "the-key")


def at(name: str, server: Server) -> Service:
    """The service on the test's server, even the one that has no servers but its own."""
    if PROVIDERS[name].elsewhere:
        return service(name, server.url, 5.0)
    usual = service(name, None, 5.0)
    usual.geocoder.api = server.url + "/v1/geocode"
    return usual


def test_every_service_has_a_reply_here() -> None:
    assert set(REPLIES) == set(PROVIDERS)


@pytest.mark.parametrize("name", PROVIDERS)
def test_the_reply_of_every_service_is_read(name: str, server: Server) -> None:
    server.answer = lambda _: said(REPLIES[name])
    verdict = judge(at(name, server).ask("Mill", "KE"), "KE")
    assert verdict.outcome == "found"
    assert verdict.place is not None
    assert (verdict.place.lat, verdict.place.lon) == (-1.25, 36.75)
    assert verdict.place.country == (None if name in SILENT_ON_COUNTRY else "KE")
    assert ("the-key" in server.paths[0]) == bool(PROVIDERS[name].key)
    asked = server.paths[0].casefold()
    assert "mill" in asked
    assert "kenya" in asked or "=ke" in asked or "country:ke" in asked or "country%3ake" in asked


@pytest.mark.parametrize("name", PROVIDERS)
def test_a_country_that_a_service_names_is_compared(name: str, server: Server) -> None:
    server.answer = lambda _: said(REPLIES[name])
    verdict = judge(at(name, server).ask("Mill", "UG"), "UG")
    assert verdict.outcome == "wrong-country"


@pytest.mark.parametrize("reply", [said({}), said([]), said(None), said([[]]), said({"features": 1, "results": "x"}), Reply(b"<p>")])
def test_no_reply_makes_any_service_crash(reply: Reply, server: Server, bare_map: Map) -> None:
    server.answer = lambda _: reply
    for name in PROVIDERS:
        asked = ask_all(bare_map, at(name, server), [("Mill", "KE")], False, 0, lambda _: None)
        assert asked.failed or asked.replies["Mill", "KE"].lat is None
        assert "the-key" not in asked.trouble
    assert len(server.asked) == len(PROVIDERS)


def test_a_service_without_servers_of_ones_own_says_so() -> None:
    with pytest.raises(UsageError, match="takes no --server"):
        service("here", "https://geo.example.org", 5.0)


@pytest.mark.parametrize("name", [n for n, p in PROVIDERS.items() if p.key and not p.optional_key])
def test_a_service_that_needs_a_key_says_where_it_is_looked_for(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(key_name(name))
    with pytest.raises(UsageError) as raised:
        service(name, None, 5.0)
    assert key_name(name) in raised.value.hint


def test_a_server_may_have_a_path_and_its_name_any_case(server: Server) -> None:
    server.answer = lambda _: said(OSM)
    assert len(service("nominatim", server.url + "/search/api/", 5.0).ask("Mill", None)) == 1
    assert server.paths[0].startswith("/search/api/search?")
    own = service("nominatim", "https://GEO.example.org:443/", 5.0)
    assert (own.server, own.public_nominatim) == ("https://geo.example.org", False)
    assert service("nominatim", "https://Nominatim.OpenStreetMap.org/", 5.0).public_nominatim
    assert service("nominatim", None, 5.0).public_nominatim
    assert not service("photon", None, 5.0).public_nominatim


def test_keys_never_travel_unencrypted_to_usual_servers() -> None:
    for name in PROVIDERS:
        if not PROVIDERS[name].needs_server:
            assert service(name, None, 5.0).geocoder.scheme == "https"
