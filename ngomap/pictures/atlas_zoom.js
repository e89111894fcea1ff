// A drawing that is moved and made larger by mouse, finger and key. Marks keep their size on the screen.

const TOOLS = 34;

/** What lies between `left, top` and so far on is shown whole at first. `marks()` are `{x, y, r, actor}` on the screen; `draw(view)` places everything, view being the zoom and the size. */
function zoomable(box, label, [left, top, wide, tall], draw, marks) {
  const svg = make("svg", { class: "sheet", role: "img", "aria-label": label, tabindex: "0" });
  const tools = make("div", { class: "tools" },
    make("button", { type: "button", "aria-label": "Larger", onclick: () => zoom(1.6) }, "+"),
    make("button", { type: "button", "aria-label": "Smaller", onclick: () => zoom(1 / 1.6) }, "−"),
    make("button", { type: "button", "aria-label": "Show everything", onclick: () => reset() }, "⤢"));
  box.append(svg, tools);
  const view = { k: 1, x: 0, y: 0, width: 0, height: 0, fit: 1 };
  let waiting = false;

  const later = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; bound(); draw(view); });
  };
  const measure = () => {
    const { width, height } = box.getBoundingClientRect();
    if (!width || !height) return;
    const middle = view.width ? [(view.width / 2 - view.x) / (view.fit * view.k), (view.height / 2 - view.y) / (view.fit * view.k)] : null;
    Object.assign(view, { width, height, fit: Math.min((width - TOOLS) / wide, height / tall) });
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    if (middle && view.k > 1) { view.x = width / 2 - middle[0] * view.fit * view.k; view.y = height / 2 - middle[1] * view.fit * view.k; }
    bound();
    draw(view);
  };
  const bound = () => {
    view.k = Math.min(40, Math.max(1, view.k));
    const s = view.fit * view.k;
    const keep = (at, begin, size, room) => {
      if (view.k === 1) return Math.max(0, room - size) / 2 - begin;
      const edge = Math.min(room, size) * 0.4;
      return Math.min(room - edge, Math.max(edge - size, at + begin)) - begin;
    };
    view.x = keep(view.x, left * s, wide * s, view.width - TOOLS);
    view.y = keep(view.y, top * s, tall * s, view.height);
    svg.classList.toggle("near", view.k > 1);
  };
  const zoom = (by, x = view.width / 2, y = view.height / 2) => {
    const k = Math.min(40, Math.max(1, view.k * by));
    view.x = x - (x - view.x) * k / view.k;
    view.y = y - (y - view.y) * k / view.k;
    view.k = k;
    later();
  };
  const reset = () => { view.k = 1; later(); };
  const show = (x, y) => {
    const at = [x * view.fit * view.k + view.x, y * view.fit * view.k + view.y];
    if (at[0] > 30 && at[0] < view.width - 30 && at[1] > 30 && at[1] < view.height - 30) return;
    view.x += view.width / 2 - at[0];
    view.y += view.height / 2 - at[1];
    later();
  };
  const point = (event) => {
    const at = svg.getBoundingClientRect();
    return [event.clientX - at.left, event.clientY - at.top];
  };
  const nearest = (event, reach) => {
    const [x, y] = point(event);
    let best = null, least = Infinity;
    for (const mark of marks()) {
      const away = Math.hypot(mark.x - x, mark.y - y) - mark.r;
      if (away < reach && away < least) { best = mark; least = away; }
    }
    return best;
  };

  svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = (x, y) => { view.x += x; view.y += y; later(); };
    const keys = {
      "+": () => zoom(1.5), "=": () => zoom(1.5), "-": () => zoom(1 / 1.5), 0: reset,
      ArrowLeft: () => move(60, 0), ArrowRight: () => move(-60, 0), ArrowUp: () => move(0, 60), ArrowDown: () => move(0, -60),
    };
    if (!keys[event.key] || (event.key.startsWith("Arrow") && view.k === 1)) return;
    keys[event.key]();
    event.preventDefault();
  });
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && view.k === 1) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 400), ...point(event));
  }, { passive: false });
  svg.addEventListener("dblclick", (event) => zoom(2, ...point(event)));

  const held = new Map();
  let start = null, between = 0;
  svg.addEventListener("pointerdown", (event) => {
    held.set(event.pointerId, event);
    start = held.size === 1 ? point(event) : null;
    between = 0;
  });
  svg.addEventListener("pointermove", (event) => {
    const before = held.get(event.pointerId);
    if (!before) { if (event.pointerType === "mouse") hover(event); return; }
    held.set(event.pointerId, event);
    if (start && Math.hypot(point(event)[0] - start[0], point(event)[1] - start[1]) > 6) {
      start = null;
      svg.setPointerCapture(event.pointerId);
    }
    if (held.size === 1 && !start && view.k > 1) {
      view.x += event.clientX - before.clientX;
      view.y += event.clientY - before.clientY;
      later();
    } else if (held.size === 2) {
      const [a, b] = [...held.values()];
      const now = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
      if (between) zoom(now / between, ...point({ clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 }));
      between = now;
    }
  });
  const release = (event) => {
    if (event.type === "pointerup" && start && held.size === 1) {
      const mark = nearest(event, event.pointerType === "mouse" ? 8 : 22);
      if (mark) pick(mark.actor);
    }
    held.delete(event.pointerId);
    start = null;
    between = 0;
  };
  for (const name of ["pointerup", "pointercancel"]) svg.addEventListener(name, release);

  const told = byId("told");
  const hover = (event) => {
    const mark = nearest(event, 6);
    svg.style.cursor = mark ? "pointer" : "";
    told.hidden = !mark;
    if (!mark) return;
    const actor = ACTORS[mark.actor];
    told.textContent = [actor.n, [kindOf(actor)[1], placeOf(actor)].filter(Boolean).join(", ")].join("\n");
    const { width, height } = told.getBoundingClientRect();
    told.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - width - 8))}px`;
    told.style.top = `${Math.max(8, event.clientY - height - 10)}px`;
  };
  svg.addEventListener("pointerleave", () => { told.hidden = true; });

  new ResizeObserver(measure).observe(box);
  return { svg, view, redraw: () => (view.width ? draw(view) : measure()), show };
}
