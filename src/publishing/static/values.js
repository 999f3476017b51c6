// The values of a drawing: a card at the nearest of them for readers who point, and a bar that steps through them by
// keyboard, button or kind. It comes, as the values themselves do, when a reader first asks for them.
{
  const NEAR = 44; // pixels within which a value answers to the pointer
  const MOST_KINDS = 12;
  const MOST_AT_ONE_PLACE = 4;
  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  const shape = (name, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  let bars = 0;

  // `frame` holds `image` and is positioned; `button` opens and closes the bar, which stands before `after`
  window.attachValues = (frame, image, button, after, { groups, values }) => {
    const layer = shape("svg", { class: "value-layer", "aria-hidden": "true" });
    const card = element("div", { className: "card value-card", hidden: true });
    card.setAttribute("aria-hidden", "true"); // the bar says the same to those who listen
    frame.append(layer, card);
    let bar = null;
    let kind = -1;
    let current = -1;

    const column = () => (image.currentSrc.includes(".narrow.") ? 4 : 2);
    // the narrow drawing may leave a value out, which then has no place on it
    const shown = () => values.filter((value) => (kind < 0 || value[1] === kind) && value[column()] !== null);
    const place = (value) => [value[column()] * frame.clientWidth, value[column() + 1] * frame.clientHeight];
    const draw = (value) => {
      layer.setAttribute("viewBox", `0 0 ${frame.clientWidth} ${frame.clientHeight}`);
      layer.replaceChildren();
      frame.classList.toggle("filtered", kind >= 0);
      if (kind >= 0) {
        for (const each of shown()) {
          const [cx, cy] = place(each);
          layer.append(shape("circle", { class: "mark", cx, cy, r: 4 }));
        }
      }
      if (!value) return null;
      const [cx, cy] = place(value);
      const ring = shape("circle", { class: "ring", cx, cy, r: 8 });
      layer.append(shape("circle", { class: "halo", cx, cy, r: 8 }), ring);
      return ring;
    };
    const tell = (value, texts = [value[0]]) => {
      const ring = draw(value);
      card.replaceChildren(...texts.map((text) => element("p", { textContent: text })));
      card.hidden = false;
      const [x, y] = place(value);
      const left = Math.min(Math.max(4, x - card.offsetWidth / 2), frame.clientWidth - card.offsetWidth - 4);
      const above = y - card.offsetHeight - 14;
      card.style.left = `${Math.max(4, left)}px`;
      card.style.top = `${above > 0 ? above : y + 14}px`;
      return ring;
    };
    const hide = () => { card.hidden = true; draw(null); };

    const nearest = (event) => {
      const box = frame.getBoundingClientRect();
      const [x, y] = [event.clientX - box.left - frame.clientLeft, event.clientY - box.top - frame.clientTop];
      const away = (value) => { const [left, top] = place(value); return Math.hypot(left - x, top - y); };
      const list = shown();
      const found = list.reduce((best, value) => (away(value) < away(best) ? value : best), list[0]);
      return found && away(found) <= NEAR ? found : null;
    };
    const together = (value) => {
      const [x, y] = place(value);
      const at = shown().filter((other) => { const [left, top] = place(other); return Math.hypot(left - x, top - y) < 1; });
      const texts = [...new Set(at.map(([text]) => text))];
      const rest = texts.length - MOST_AT_ONE_PLACE;
      return rest > 0 ? [...texts.slice(0, MOST_AT_ONE_PLACE), `and ${rest} more here`] : texts;
    };
    const point = (event) => {
      const value = nearest(event);
      if (value) tell(value, together(value));
      else if (current >= 0) tell(values[current]);
      else hide();
    };
    frame.addEventListener("pointermove", (event) => { if (event.pointerType !== "touch") point(event); });
    frame.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "touch") return;
      if (current >= 0) tell(values[current]);
      else hide();
    });
    frame.addEventListener("click", (event) => {
      const value = nearest(event);
      if (value && bar) step(shown().indexOf(value));
      else point(event);
    });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !bar) hide(); });
    addEventListener("resize", () => {
      if (current >= 0 && values[current][column()] !== null) tell(values[current]);
      else hide();
    });

    const said = element("p", { className: "said" });
    const step = (to) => {
      const list = shown();
      if (!list.length) return;
      const at = Math.min(Math.max(0, to), list.length - 1);
      current = values.indexOf(list[at]);
      said.textContent = `${at + 1} of ${list.length} · ${list[at][0]}`;
      tell(list[at]).scrollIntoView({ block: "nearest", inline: "nearest" });
    };
    const at = () => shown().indexOf(values[current]);
    // up and down lead to the neighbouring series, to the value that is drawn nearest
    const across = (way) => {
      const from = values[current];
      const kinds = [...new Set(shown().map((value) => value[1]))];
      const next = kinds[kinds.indexOf(from?.[1]) + way];
      if (!from || next === undefined) return step(at() + way);
      const [x, y] = place(from);
      const away = (value) => { const [left, top] = place(value); return Math.hypot(4 * (left - x), top - y); };
      const found = shown().filter((value) => value[1] === next).reduce((best, value) => (away(value) < away(best) ? value : best));
      return step(shown().indexOf(found));
    };
    const keys = {
      ArrowRight: () => step(at() + 1), ArrowLeft: () => step(at() - 1), ArrowDown: () => across(1), ArrowUp: () => across(-1),
      Home: () => step(0), End: () => step(shown().length - 1),
    };

    const close = () => {
      bar.remove();
      bar = null;
      kind = current = -1;
      hide();
      button.setAttribute("aria-expanded", "false");
      button.focus();
    };
    const act = (word, does) => {
      const made = element("button", { type: "button", textContent: word });
      made.addEventListener("click", does);
      return made;
    };
    const open = () => {
      const next = act("Next", () => step(at() + 1));
      bar = element("div", { className: "value-bar", id: `value-bar-${bars += 1}` }, act("Previous", () => step(at() - 1)), next);
      bar.setAttribute("role", "group");
      bar.setAttribute("aria-label", "Values of this figure: arrow keys step through them");
      said.setAttribute("role", "status");
      said.setAttribute("aria-live", "polite");
      if (groups.length > 1 && groups.length <= MOST_KINDS) {
        const choice = element("select", {}, new Option("all", -1), ...groups.map((name, number) => new Option(name || "others", number)));
        choice.addEventListener("change", () => { kind = Number(choice.value); step(0); });
        bar.append(element("label", {}, "Show ", choice));
      }
      bar.append(act("Close", close), said);
      bar.addEventListener("keydown", (event) => {
        if (event.key === "Escape") {
          event.preventDefault(); // or it would close the dialog around the bar as well
          event.stopPropagation();
          close();
        } else if (keys[event.key] && event.target.localName !== "select") {
          event.preventDefault();
          keys[event.key]();
        }
      });
      after.before(bar);
      button.setAttribute("aria-expanded", "true");
      button.setAttribute("aria-controls", bar.id);
      next.focus();
      step(0);
    };
    return { toggle: () => (bar ? close() : open()), point };
  };
}
