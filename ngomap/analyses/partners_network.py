"""What the ties alone say of a possible partner: how close it stands, and what it would open."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from ngomap.graph.constraint import constraint

if TYPE_CHECKING:
    import networkx as nx


def common_contacts(graph: nx.Graph, a: int, b: int) -> list[int]:
    """The actors, people too, that both are tied to, by handle."""
    return sorted(graph.adj[a].keys() & graph.adj[b].keys(), key=lambda n: str(graph.nodes[n]["handle"]))


def adamic_adar(graph: nx.Graph, a: int, b: int) -> float:
    """How close two actors stand by the contacts they share:

        AA(a, b) = sum over shared contacts z of s(a, z) x s(z, b) / ln(ties of z)

    where s is the strength of a tie. A contact that is tied to few says more than one that is tied to everybody; with
    all strengths 1 it is the measure of Adamic and Adar. No shared contact, or an actor without ties: 0. A shared
    contact has two ties at least, so nothing is divided by zero.

    >>> import networkx as nx
    >>> graph = nx.Graph()
    >>> graph.add_nodes_from((n, {"handle": n}) for n in "abyz")
    >>> graph.add_edges_from([("a", "z"), ("b", "z"), ("a", "y"), ("b", "y"), ("y", "z")], strength=1.0)
    >>> round(adamic_adar(graph, "a", "b"), 4), round(2 / math.log(3), 4)
    (1.8205, 1.8205)

    Adamic, L., Adar, E. (2003). Friends and neighbors on the Web. Social Networks 25.
    """
    ours, theirs = graph.adj[a], graph.adj[b]
    return math.fsum(
        ours[z]["strength"] * theirs[z]["strength"] / math.log(len(graph.adj[z])) for z in ours.keys() & theirs.keys()
    )


def expected_closeness(graph: nx.Graph, a: int, b: int, all_ties: int) -> float:
    """The Adamic-Adar that the number of ties of b would bring by itself, if ties were drawn anew with everybody
    keeping as many:

        E(a, b) = sum over contacts z of a of  s(a, z) x mean s(b) / ln(ties of z) x P(z, b)
        P(z, b) = min(1, (ties of z - 1) x ties of b / 2m)

    with m ties in all (`all_ties`: to count them takes longer than the rest). What is well connected shares contacts
    with everyone; only what goes beyond this says something about the two. Actors without ties have no part in it.

    >>> import networkx as nx
    >>> graph = nx.Graph()
    >>> graph.add_nodes_from((n, {"handle": n}) for n in "abyz")
    >>> graph.add_edges_from([("a", "z"), ("b", "z"), ("a", "y"), ("b", "y"), ("y", "z")], strength=1.0)
    >>> round(expected_closeness(graph, "a", "b", all_ties=5), 4), round(2 / math.log(3) * 2 * 2 / 10, 4)
    (0.7282, 0.7282)

    Newman, M. (2003). The structure and function of complex networks. SIAM Review 45 (the configuration model).
    """
    ties = len(graph.adj[b])
    if not ties:
        return 0.0
    mean = math.fsum(edge["strength"] for edge in graph.adj[b].values()) / ties
    degrees = ((z, edge, len(graph.adj[z])) for z, edge in graph.adj[a].items())
    return math.fsum(
        edge["strength"] * mean / math.log(degree) * min(1.0, (degree - 1) * ties / (2 * all_ties))
        for z, edge, degree in degrees
        if degree > 1 and z != b
    )


def rough_closeness(
    graph: nx.Graph, a: int, others: Collection[int], all_ties: int, totals: Mapping[int, float]
) -> dict[int, float]:
    """`adamic_adar` less `expected_closeness` of the others that share a contact with a and are none of its contacts, but for the
    last digits; in one walk over the ties of a's contacts. `totals` are the `strengths`.

    >>> import networkx as nx
    >>> graph = nx.Graph()
    >>> graph.add_nodes_from((n, {"handle": n}) for n in "abyz")
    >>> graph.add_edges_from([("a", "z"), ("b", "z"), ("a", "y"), ("b", "y"), ("y", "z")], strength=1.0)
    >>> from ngomap.graph.constraint import strengths
    >>> {n: round(v, 4) for n, v in rough_closeness(graph, "a", {"b"}, 5, strengths(graph)).items()}
    {'b': 1.0923}
    """
    found = dict.fromkeys(others, 0.0)
    chances = []
    for z, edge in graph.adj[a].items():
        theirs = graph.adj[z]
        if len(theirs) > 1:
            weight = edge["strength"] / math.log(len(theirs))
            chances.append((weight, (len(theirs) - 1) / (2 * all_ties)))
            for other in theirs.keys() & found.keys():
                found[other] += weight * theirs[other]["strength"]
    certain_from = 1 / max((chance for _, chance in chances), default=1.0)
    all_chances = sum(weight * chance for weight, chance in chances)
    for other in found:
        ties = len(graph.adj[other])
        by_chance = all_chances * ties if ties <= certain_from else sum(w * min(1.0, c * ties) for w, c in chances)
        found[other] -= totals[other] / ties * by_chance
    return found


def horizon(graph: nx.Graph, actor: int) -> set[int]:
    """The actor, its contacts, and theirs."""
    contacts = graph.adj[actor]
    return {actor, *contacts}.union(*(graph.adj[n] for n in contacts))


def share_of_ties(graph: nx.Graph, actor: int, others: set[int], totals: Mapping[int, float]) -> float:
    """Which part of an actor's ties, by strength, leads to these others; 0 without ties. `totals` are the `strengths`."""
    ties = graph.adj[actor]
    total = totals[actor]
    return math.fsum(ties[n]["strength"] for n in ties.keys() & others) / total if total else 0.0


def openness(
    graph: nx.Graph, actor: int, candidate: int, known: set[int], strength: float, totals: Mapping[int, float]
) -> float:
    """What a tie to the candidate would open, 0 to 1: the share of its ties that leads beyond those `known`, times how
    little it depends on one circle (1 - its constraint once tied to us at this strength).

    The second factor levels off as ties grow in number and falls where they lead to one circle, so that the best
    connected actor is not the best bridge for that reason alone.

    >>> import networkx as nx
    >>> graph = nx.Graph()
    >>> graph.add_nodes_from([0, 1, 2, 3])
    >>> graph.add_edges_from([(1, 2), (1, 3)], strength=1.0)
    >>> from ngomap.graph.constraint import strengths
    >>> round(openness(graph, 0, 1, known={0}, strength=1.0, totals=strengths(graph)), 3)
    0.667
    """
    beyond = share_of_ties(graph, candidate, graph.adj[candidate].keys() - known, totals)
    if not beyond:
        return 0.0
    return beyond * (1 - (constraint(graph, candidate, totals, {actor: strength}) or 1.0))


def most_openness(graph: nx.Graph, candidate: int, beyond: float, strength: float, totals: Mapping[int, float]) -> float:
    """What `openness` cannot exceed, of a candidate whose ties lead `beyond` to this part, found without looking at who among
    its contacts knows whom: a constraint is at least the sum of the squared shares.

    >>> import networkx as nx
    >>> graph = nx.Graph()
    >>> graph.add_nodes_from([0, 1, 2, 3])
    >>> graph.add_edges_from([(1, 2), (1, 3), (2, 3)], strength=1.0)
    >>> from ngomap.graph.constraint import strengths
    >>> totals = strengths(graph)
    >>> most = most_openness(graph, 1, beyond=1.0, strength=1.0, totals=totals)
    >>> round(most, 3), round(openness(graph, 0, 1, known={0}, strength=1.0, totals=totals), 3)
    (0.667, 0.389)
    """
    squares = math.fsum(edge["strength"] ** 2 for edge in graph.adj[candidate].values()) + strength**2
    return beyond * (1 - squares / (totals[candidate] + strength) ** 2)
