"""Asking a service about one place after the other, and what stops it. What was answered is kept at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from geopy import exc

from ngomap.places.geocoder_adapter import Elsewhere, TooLarge
from ngomap.places.geocoders import Service
from ngomap.places.geocoding import Candidate, Verdict, judge
from ngomap.places.slots import INTERVAL, slot
from ngomap.store.connection import Map
from ngomap.store.geocode_edits import keep_reply
from ngomap.store.geocodes import Choice, Kept, kept_reply

Question = tuple[str, str | None]
"""A place in words and the code of its country: all that is ever sent."""
LONGEST_PAUSE: Final = 60.0
"""Seconds that a service may ask us to wait before we ask it the same thing once more."""
FAILURES_IN_A_ROW: Final = 3
"""Then nobody is there."""


@dataclass(slots=True)
class Asked:
    """What came of asking: replies by question, questions left by the limit, those that could not be asked, and why."""

    replies: dict[Question, Kept] = field(default_factory=dict)
    requests: int = 0
    left: list[Question] = field(default_factory=list)
    failed: list[Question] = field(default_factory=list)
    trouble: str = ""


class _Trouble(Exception):
    """A service did not answer. `final`: it will not answer the next question either."""

    def __init__(self, text: str, final: bool = False) -> None:
        super().__init__(text)
        self.text = text
        self.final = final


def unasked(map_: Map, service: Service, questions: Sequence[Question], again: bool) -> list[Question]:
    """The questions that the map keeps no answer to."""
    return [q for q in questions if again or kept_reply(map_, service.name, service.server, *q) is None]


def ask_all(
    map_: Map, service: Service, questions: Sequence[Question], again: bool, limit: int, told: Callable[[int], None]
) -> Asked:
    """Ask what is not known yet, at most `limit` (0: all), one request a second. It ends early, with all that was
    answered, when the service refuses us, asks for longer pauses, is not there, or the user has had enough.
    """
    asked = Asked()
    to_ask = set(unasked(map_, service, questions, again))
    failures = 0
    stopped = False
    for question in questions:
        if question in to_ask:
            if stopped:
                asked.failed.append(question)
                continue
            if limit and asked.requests >= limit:
                asked.left.append(question)
                continue
            asked.requests += 1
            try:
                verdict = _ask(service, question)
            except _Trouble as trouble:
                asked.failed.append(question)
                failures += 1
                asked.trouble = trouble.text
                stopped = trouble.final or failures >= FAILURES_IN_A_ROW
                continue
            except KeyboardInterrupt:
                asked.failed.append(question)
                asked.trouble, stopped = "You stopped it.", True
                continue
            finally:
                told(asked.requests)
            failures = 0
            keep_reply(
                map_, (service.name, service.server, *question), verdict.outcome, _choice(verdict.place),
                [Choice(c.lat, c.lon, c.label, c.country) for c in verdict.choices], service.attribution,
            )  # fmt: skip
        kept = kept_reply(map_, service.name, service.server, *question)
        if kept is not None:
            asked.replies[question] = kept
    return asked


def _choice(place: Candidate | None) -> Choice | None:
    return Choice(place.lat, place.lon, place.label, place.country) if place else None


def _ask(service: Service, question: Question) -> Verdict:
    try:
        return _ask_once(service, question)
    except exc.GeocoderRateLimited as error:
        pause = error.retry_after
    except exc.GeocoderQuotaExceeded:
        pause = None
    if pause is not None and pause <= LONGEST_PAUSE:
        time.sleep(pause)
        try:
            return _ask_once(service, question)
        except exc.GeocoderQuotaExceeded as error:
            pause = getattr(error, "retry_after", None)
    when = f" It wants us to wait {round(pause)} seconds." if pause else ""
    raise _Trouble(f"{service.name} says that it was asked too much.{when}", final=True)


def _ask_once(service: Service, question: Question) -> Verdict:
    name = service.name
    try:
        with slot(INTERVAL):
            locations = service.ask(*question)
        return judge(locations, question[1])
    except exc.GeocoderQuotaExceeded:
        raise
    except (exc.GeocoderInsufficientPrivileges, exc.GeocoderAuthenticationFailure) as error:
        raise _Trouble(f"{name} refuses us (is the key right, and may it be used for this?).", final=True) from error
    except exc.GeocoderTimedOut as error:
        raise _Trouble(f"{name} did not answer within {service.timeout:g} seconds.") from error
    except exc.GeocoderUnavailable as error:
        raise _Trouble(f"{name} cannot be reached: {error}.") from error
    except (Elsewhere, TooLarge) as error:
        raise _Trouble(f"{name} cannot be used: {error}", final=True) from error
    except exc.GeocoderParseError as error:
        raise _Trouble(f"What {name} answered cannot be read: it is not JSON.") from error
    except exc.GeopyError as error:
        status = str(error)
        told = f": HTTP status {status}" if status.isdigit() else ""
        raise _Trouble(f"{name} reports an error{told}.") from error
    except (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError):
        # What geopy raises on JSON that is not what the service's description says.
        return Verdict("bad-reply")
