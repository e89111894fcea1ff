"""Whom does each of our board members reach that nobody else of ours reaches?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ngomap.analyses.board_reach import Board, BoardRows, Member, board_on
from ngomap.analyses.describing import count, some
from ngomap.analyses.introductions_telling import Contacts, ago, days_left, read_tie
from ngomap.graph.strength import strength
from ngomap.model.relationships import Tie
from ngomap.model.report import Finding, Reason, Report

MEMBERS: Final = "our board"
OVER: Final = "terms that are over"
OURS: Final = "boards that share somebody with ours"
OTHERS: Final = "boards that share somebody, among organizations that matter to us"
GROUPS: Final = (MEMBERS, OVER, OURS, OTHERS)
ONLY: Final = "reached by nobody else of ours"
NAMED: Final = 4
"""Of a longer list so many are named."""


def find_board_reach(rows: BoardRows, on: str, audience: str = "secret", limit: int = 0) -> Report:
    """Whom does each of our board members reach on the ISO day `on` that nobody else of ours reaches?

    A contact of ours reaches those it has a tie with, and through people it has a tie with the organizations where
    these sit on the board, work or hold office; rivalries, confrontational ties and mere monitoring do not count. A
    member's value is the number of those reached who are neither our own contacts nor reached by another of them,
    board member or not. Whose term was over within the last year stands apart, with what would be lost; so do
    interlocks: two organizations with the same person on their boards, ours first, then those among organizations we
    are tied with or our board leads to. How strong a tie is plays no part in the count.

    A map without a board, an actor without ties and an empty map give no finding; what lies in other components is
    reached by nobody.

    Reference: Mizruchi, M. (1996). What do interlocks do? Annual Review of Sociology 22.

    >>> from ngomap.model.actors import Actor
    >>> def actor(id_, handle, kind="ngo"):
    ...     return Actor(id_, "", handle, kind, handle.title(), *[None] * 19, "public")
    >>> us, ana, fair, arts = actor(1, "us"), actor(2, "ana", "person"), actor(3, "fair"), actor(4, "arts")
    >>> rows = BoardRows(us, {a.id: a for a in (us, ana, fair, arts)}, [
    ...     Tie(1, "on-board-of", 2, 1, "active", title="Chair"), Tie(2, "on-board-of", 2, 3, "active"),
    ...     Tie(3, "knows", 2, 4, "active"), Tie(4, "works-with", 1, 4, "active", rung=1)])
    >>> [(f.group, f.subject, f.value) for f in find_board_reach(rows, "2024-03-31").findings]
    [('our board', 'ana', 1), ('boards that share somebody with ours', 'fair/us', 1)]
    """
    board = board_on(rows, on)
    telling = _Telling(board, rows.contacts, few=NAMED if limit else 0)
    findings = [telling.member(m) for m in board.members]
    findings += [telling.gone(m) for m in board.over]
    findings += [telling.interlock(pair, ties) for pair, ties in board.interlocks.items()]
    findings.sort(key=lambda f: (GROUPS.index(f.group), -(f.value or 0), f.subject))
    report = Report(
        name="board",
        question=f"Whom do the board members of {rows.us.name} reach that nobody else of ours reaches?",
        method="Counted are those a member has a tie with, and the organizations of the people they know, unless they are "
        "our contacts themselves or another contact of ours leads there, too.",
        parameters={"us": rows.us.handle, "on": on, "audience": audience},
        findings=tuple(findings),
        caveats=tuple(_caveats(board, audience)),
        next=telling.next_step(),
    )
    return report.limited(limit)


class _Telling:
    """The board as findings."""

    def __init__(self, board: Board, contacts: Contacts, few: int) -> None:
        self.board = board
        self.contacts = contacts
        self.few = few

    def member(self, member: Member) -> Finding:
        """Somebody who sits on the board."""
        reasons = [self._seat(member)]
        if member.only:
            reasons.append(Reason("only", f"Only through them: {self._list(member, member.only)}.", _evidence(member.only)))
        if member.also:
            text = f"Not through them alone: {self._list(member, member.also)}."
            reasons.append(Reason("also", text, _evidence(member.also)))
        if not member.only and not member.also:
            person = self.board.actors[member.tie.a].handle
            text = f"Nothing else is recorded of them; ask where else they sit: ngomap link {person} REF --type on-board-of"
            reasons.append(Reason("nothing-known", text, (f"tie:{member.tie.id}",)))
        ending = self._ending(member)
        reasons += [ending] if ending else []
        return self._finding(member, len(member.only), ONLY, reasons, MEMBERS)

    def gone(self, member: Member) -> Finding:
        """Somebody whose term is over."""
        tie = member.tie
        text = f"On our board{_title(tie)} until {tie.until}."
        if tie.status in ("active", "dormant"):
            text = f"On our board{_title(tie)} until {tie.until}, but still recorded as {tie.status}: end it, or renew it."
        reasons = [Reason("over", text, (f"tie:{tie.id}",))]
        if member.only:
            lost = self._list(member, member.only)
            reasons.append(Reason("lost", f"What nobody else of ours reaches: {lost}.", _evidence(member.only)))
        return self._finding(member, len(member.only), "lost with them", reasons, OVER)

    def interlock(self, pair: tuple[int, int], ties: Sequence[Tie]) -> Finding:
        """Two boards with the same people on them."""
        a, b = (self.board.actors[i] for i in pair)
        people = list(dict.fromkeys(t.a for t in ties))
        reasons = []
        for person in people:
            both = [t for t in ties if t.a == person]
            titles = "; ".join(f"{t.title or 'member'} at {self.board.actors[t.b].name}" for t in both)
            text = f"{self.board.actors[person].name}: {titles}."
            reasons.append(Reason("shared", text, tuple(f"tie:{t.id}" for t in both)))
        group = OURS if self.board.us.id in pair else OTHERS
        label = f"{a.name} and {b.name}"
        unit = "person on both" if len(people) == 1 else "people on both"
        return Finding(f"{a.handle}/{b.handle}", label, len(people), unit, tuple(reasons), group)

    def next_step(self) -> tuple[str, ...]:
        """The one thing to do."""
        board = self.board
        if not board.members:
            return (f"Record who sits on your board: ngomap link NAME {board.us.handle} --type on-board-of --title Chair",)
        ordered = sorted(board.members, key=lambda m: (-len(m.only), board.actors[m.tie.a].handle))
        with_only = [m for m in ordered if m.only]
        for member in with_only:
            if days_left(member.tie, board.on) is not None:
                return (
                    f"{self._name(member)}'s term ends on {member.tie.until}: ask them to stay, or to introduce you before "
                    f"that: {self._intro(member)}",
                )
        for member in with_only:
            return (f"Ask {self._name(member)} for an introduction: {self._intro(member)}",)
        silent = next((m for m in ordered if not m.also), ordered[0])
        person = board.actors[silent.tie.a]
        return (f"Ask {person.name} where else they sit and whom they know: ngomap link {person.handle} REF --type knows",)

    def _intro(self, member: Member) -> str:
        order = sorted(member.only, key=lambda x: self._rank(member.only, x))
        open_ = [x for x in order if self.board.actors[x].audience != "secret"]
        return f"ngomap intro {self.board.actors[(open_ or order)[0]].handle} --via board{' --draft' if open_ else ''}"

    def _finding(self, member: Member, value: int, unit: str, reasons: Sequence[Reason], group: str) -> Finding:
        person = self.board.actors[member.tie.a]
        return Finding(person.handle, person.name, value, unit, tuple(reasons), group)

    def _seat(self, member: Member) -> Reason:
        tie = member.tie
        last = self.contacts.get((self.board.us.id, tie.a))
        times = [f"since {tie.since}"] if tie.since else []
        times += [f"until {tie.until}"] if tie.until else []
        met = f"last contact {last.on_date}, {ago(last.on_date, self.board.on)}" if last else "no contact is logged"
        text = f"{tie.title or 'Member'}{' ' if times else ''}{' '.join(times)}; {met}."
        return Reason("seat", text, (f"tie:{tie.id}", *((f"event:{last.id}",) if last else ())))

    def _ending(self, member: Member) -> Reason | None:
        days = days_left(member.tie, self.board.on)
        if days is None:
            return None
        lost = f"; with them would go {count(len(member.only), 'contact')} nobody else has" if member.only else ""
        text = f"Careful: their term ends on {member.tie.until}, in {count(days, 'day')}{lost}."
        return Reason("caution-term-ends", text, (f"tie:{member.tie.id}",))

    def _list(self, member: Member, reached: Mapping[int, tuple[Tie, ...]]) -> str:
        order = sorted(reached, key=lambda x: self._rank(reached, x))
        names = [self._how(member, x, reached[x]) for x in order]
        return some(names, self.few or len(names))

    def _rank(self, reached: Mapping[int, tuple[Tie, ...]], one: int) -> tuple[int, float, str]:
        ties = reached[one]
        return len(ties), -strength(ties[0]), self.board.actors[one].handle

    def _how(self, member: Member, one: int, ties: Sequence[Tie]) -> str:
        name = self.board.actors[one].name
        if len(ties) > 1:
            return f"{name} (through {self.board.actors[ties[1].a].name})"
        return f"{name} ({read_tie(ties[0], member.tie.a)}{_title(ties[0])})"

    def _name(self, member: Member) -> str:
        return self.board.actors[member.tie.a].name


def _title(tie: Tie) -> str:
    return f", {tie.title}" if tie.title else ""


def _evidence(reached: Mapping[int, tuple[Tie, ...]]) -> tuple[str, ...]:
    return tuple(f"tie:{i}" for i in sorted({t.id for ties in reached.values() for t in ties}))


def _caveats(board: Board, audience: str) -> list[str]:
    said = []
    if not board.members:
        shown = "recorded for that day" if audience == "secret" else f"for the audience {audience}"
        said.append(f"No board member of {board.us.name} is {shown}.")
    else:
        said.append("Whom they know and the map does not is not counted: ask them.")
    if audience != "secret":
        said.append(f"What is above the audience {audience} was left out.")
    return said
