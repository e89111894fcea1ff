"""Who can stand up for somebody who is threatened, by what is recorded of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from ngomap.model.actors import Actor
from ngomap.model.words import Term

LEGAL_SERVICES: Final = ("legal-services", "legal-aid", "litigation", "safe-house")
NO_OUTSIDE_VOICE: Final = ("business", "media", "person")
VOICES: Final[dict[str, str]] = {
    "ngo": "can raise its voice", "network": "can raise the voice of its members",
    "coalition": "can raise the voice of its members", "igo": "can speak to governments",
    "court": "can hear a complaint", "legislature": "can ask the government in public", "media": "can make it public",
    "academia": "is listened to as a scholar", "professional": "speaks for its profession",
    "union": "speaks for its members", "faith": "is listened to by many", "donor": "is listened to by those in power",
}  # fmt: skip
"""How an actor of national or international reach can protect, by its kind. A government is not among them: it is from
there that a threat may come."""

Protects = tuple[str, tuple[str, ...]]
"""How, in words, and the evidence."""


def protects(actor: Actor, legal: Sequence[int] = (), services: Collection[Term] = ()) -> Protects | None:
    """Whether the actor is a voice or a hand from outside when somebody is put under pressure: it offers legal help
    (`legal`: the ids of these offers), provides legal services, litigation or safe houses (among its `services`), or
    works internationally.
    """
    if legal:
        return "offers legal help", tuple(f"resource:{i}" for i in legal)
    legal_services = [t for t in services if t.slug in LEGAL_SERVICES]
    if legal_services:
        best = min(legal_services, key=lambda t: t.slug)
        return f"provides {best.name}", (f"actor:{actor.id}", f"term:{best.id}")
    if actor.level == "international" and actor.kind not in NO_OUTSIDE_VOICE:
        return "international, so a voice from outside if we are put under pressure", (f"actor:{actor.id}",)
    return None


def speaks_up(actor: Actor, legal: Sequence[int] = (), services: Collection[Term] = ()) -> Protects | None:
    """Whether the actor could speak up: by its kind, if its reach is national or international, or else by helping
    with the law or with shelter.
    """
    if actor.kind in ("person", "government"):
        return None
    found = protects(actor, legal, services)
    voice = VOICES.get(actor.kind) if actor.level in ("national", "international") else None
    if voice is None:
        # A level alone does not make a business speak up.
        return found if found and (legal or services) else None
    if found and (legal or any(t.slug in LEGAL_SERVICES for t in services)):
        return f"{voice}, and {found[0]}", (f"actor:{actor.id}", *found[1])
    return voice, (f"actor:{actor.id}",)
