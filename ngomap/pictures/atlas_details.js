// The details of whoever is picked: what it does, where, its ties, how to reach it, and where this is known from.
const tiesOf = new Map();
DATA.ties.forEach((tie, n) => {
  for (const end of [tie[0], tie[1]]) {
    if (!tiesOf.has(end)) tiesOf.set(end, []);
    tiesOf.get(end).push(n);
  }
});
const STANDS = ["", "dormant", "wanted"];

function drawDetails() {
  const box = byId("one");
  let before = null;
  const close = () => {
    ask({ org: -1 });
    (before && before.isConnected ? before : document.querySelector("#list button"))?.focus({ preventScroll: true });
  };
  const part = (name, ...inside) => make("section", {}, make("h3", {}, name), ...inside);
  const chips = (numbers, tree, field) => make("ul", { class: "chips" }, ...numbers.map((n) => make("li", {},
    make("button", { type: "button", title: "Show all", onclick: () => ask({ [field]: n }) }, tree[n][0]))));

  const work = (actor) => {
    const rows = (actor.w || []).filter((row) => !row[6]);
    if (!rows.length) return null;
    return part("What it does where", make("ul", { class: "rows" }, ...rows.map(([what, area, whom, standing, role]) => make("li", {},
      make("span", {}, what, whom ? make("small", {}, ` for ${whom}`) : ""),
      make("small", {}, [DATA.areas[area][0], standing && standing !== "present" ? standing : "", role].filter(Boolean).join(" · "))))));
  };
  const ties = (number) => {
    const found = (tiesOf.get(number) || []).map((n) => {
      const [a, b, type, standing, rung, more] = DATA.ties[n];
      const mine = a === number;
      const said = [DATA.types[type][mine ? 0 : 1], rung >= 0 ? DATA.rungs[rung] : "", STANDS[standing], more].filter(Boolean).join(", ");
      return { other: mine ? b : a, said };
    });
    const grouped = new Map();
    for (const { other, said } of found) grouped.set(other, [...(grouped.get(other) || []), said]);
    if (!grouped.size) return null;
    return part(`Ties (${grouped.size})`, make("ul", { class: "rows" }, ...[...grouped].sort((a, b) => a[0] - b[0]).map(([other, said]) => make("li", {},
      make("button", { type: "button", class: "who-link", onclick: () => ask({ org: other }) }, glyph(kindOf(ACTORS[other])), make("span", { dir: "auto" }, ACTORS[other].n)),
      ...said.map((text) => make("small", {}, text))))));
  };
  const facts = (actor) => make("dl", {}, ...(actor.f || []).flatMap(([label, text, address]) => [make("dt", {}, label), make("dd", { dir: "auto" },
    address && /^https?:\/\//i.test(address) ? make("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, text) : text)]));

  listeners.push((picked) => {
    document.body.classList.toggle("has-one", state.org >= 0);
    if (state.org < 0) { box.hidden = true; box.replaceChildren(); return; }
    if (!picked && !box.hidden) return;
    const actor = ACTORS[state.org];
    const under = [kindOf(actor)[1], actor.l >= 0 ? DATA.levels[actor.l] : "", placeOf(actor), state.org === DATA.us ? "keeps this map" : ""].filter(Boolean).join(" · ");
    const areas = [...new Set([...(actor.a >= 0 ? [actor.a] : []), ...(actor.s || [])])];
    box.replaceChildren(
      make("div", { class: "one-top" }, make("h2", { id: "one-h", tabindex: "-1", dir: "auto" }, actor.n),
        make("button", { type: "button", class: "close", "aria-label": "Close details", onclick: close }, "×")),
      make("p", { class: "under-name" }, glyph(kindOf(actor)), under),
      ...(actor.z ? [make("p", { class: "quiet", dir: "auto" }, `Also ${actor.z.join(", ")}`)] : []),
      ...(actor.m ? [make("blockquote", { dir: "auto" }, actor.m)] : []),
      ...[
        actor.i ? part("Works on", chips(actor.i, DATA.issues, "issue")) : null,
        areas.length ? part("Where", chips(areas, DATA.areas, "area")) : null,
        work(actor), ties(state.org), actor.f ? part("Facts", facts(actor)) : null,
      ].filter(Boolean));
    const opened = box.hidden;
    box.hidden = false;
    box.scrollTop = 0;
    if (opened) before = document.activeElement;
    if (narrow() || (picked && box.contains(document.activeElement))) byId("one-h").focus({ preventScroll: true });
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && state.org >= 0) { event.preventDefault(); close(); }
  });
}
