// The list: everybody who matches, by name. It is also the way by keyboard and for screen readers.
const PAGE = 120;

function drawList() {
  const list = byId("list");
  let order = [], made = 0;
  const row = (n) => {
    const actor = ACTORS[n];
    const under = [kindOf(actor)[1], placeOf(actor)].filter(Boolean).join(" · ");
    const button = make("button", { type: "button", "data-n": n, tabindex: "-1", "aria-pressed": String(n === state.org), onclick: () => pick(n) },
      glyph(kindOf(actor)), make("span", { class: "both" }, make("span", { class: "name", dir: "auto" }, actor.n), make("small", {}, under)));
    return make("li", {}, button);
  };
  const more = (least) => {
    const upTo = Math.min(order.length, Math.max(made + PAGE, least));
    list.append(...order.slice(made, upTo).map(row));
    made = upTo;
  };
  const at = (place) => {
    if (place >= made) more(place + 1);
    return list.children[place]?.firstChild;
  };
  const focusable = (button) => {
    list.querySelector('[tabindex="0"]')?.setAttribute("tabindex", "-1");
    button?.setAttribute("tabindex", "0");
  };
  list.addEventListener("scroll", () => {
    if (made < order.length && list.scrollTop + list.clientHeight > list.scrollHeight - 400) more(0);
  });
  addEventListener("scroll", () => {
    if (made < order.length && list.getBoundingClientRect().bottom < innerHeight + 400) more(0);
  }, { passive: true });
  list.addEventListener("keydown", (event) => {
    const from = order.indexOf(Number(document.activeElement?.dataset?.n));
    const to = { ArrowDown: from + 1, ArrowUp: from - 1, Home: 0, End: order.length - 1, PageDown: from + 10, PageUp: from - 10 }[event.key];
    if (to === undefined || from < 0 || !order.length) return;
    event.preventDefault();
    const button = at(Math.min(order.length - 1, Math.max(0, to)));
    focusable(button);
    button?.focus();
  });
  listeners.push((picked) => {
    const next = ACTORS.map((actor, n) => n).filter((n) => shown[n]);
    if (!made || next.length !== order.length || next.some((n, i) => n !== order[i])) {
      order = next;
      made = 0;
      list.replaceChildren();
      list.scrollTop = 0;
      more(0);
      if (!order.length) list.append(make("li", { class: "quiet empty" }, "Nobody matches. Take a filter away."));
      focusable(list.querySelector("button"));
    }
    for (const button of list.querySelectorAll('[aria-pressed="true"]')) button.setAttribute("aria-pressed", "false");
    const place = order.indexOf(state.org);
    if (place < 0) return;
    const button = at(place);
    button.setAttribute("aria-pressed", "true");
    focusable(button);
    if (picked && list.scrollHeight > list.clientHeight) {
      const top = button.offsetTop - list.offsetTop;
      if (top < list.scrollTop || top > list.scrollTop + list.clientHeight - 60) list.scrollTop = top - list.clientHeight / 3;
    }
  });
  byId("q").addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "Enter") return;
    event.preventDefault();
    answerTyped();
    if (event.key === "Enter" && howMany === 1) ask({ org: order[0] });
    else list.querySelector("button")?.focus();
  });
}
