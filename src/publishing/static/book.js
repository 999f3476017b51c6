// Theme, hover cards, enlarged figures and their values, copy buttons of citations, filters of lists. Pages are complete without this script.
{
  const root = document.documentElement;
  const button = document.querySelector("button.theme");
  const dark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const name = () => { button.textContent = dark() ? "Light" : "Dark"; };
  button?.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    // a browser may refuse to keep anything; the choice then holds for this page
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* as above */ }
    name();
  });
  if (button) { button.hidden = false; name(); }
}

{
  // what a link's title says stands in a card that opens on pointing and on focus, and stays while it is pointed at
  let card = null;
  let owner = null;
  const close = () => { card?.remove(); owner?.removeAttribute("aria-describedby"); card = owner = null; };
  const open = (link) => {
    if (link === owner) return;
    close();
    if (link.title) {
      link.dataset.card = link.title;
      link.removeAttribute("title");
    }
    owner = link;
    card = document.createElement("div");
    card.className = "card";
    card.id = "hover-card";
    card.setAttribute("role", "tooltip");
    // the forms of a name keep the languages that they have at its first mention
    const forms = link.matches(".name") && document.getElementById(link.hash.replace("#name-", "forms-"));
    if (forms) card.append(...forms.cloneNode(true).childNodes);
    else card.textContent = link.dataset.card;
    document.body.append(card);
    link.setAttribute("aria-describedby", card.id);
    const place = link.getClientRects()[0];
    const left = Math.min(Math.max(16, place.left), innerWidth - card.offsetWidth - 16);
    const below = place.bottom + card.offsetHeight + 8 < innerHeight;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${(below ? place.bottom + 6 : place.top - card.offsetHeight - 6) + scrollY}px`;
  };
  const found = (event) => event.target.closest?.("article a[title]:not(.headerlink), a[data-card], .exempt[title], .exempt[data-card]");
  document.addEventListener("pointerover", (event) => {
    const link = found(event);
    if (link) open(link);
    else if (card && !event.target.closest?.(".card")) close();
  });
  document.addEventListener("focusin", (event) => { const link = found(event); if (link) open(link); else close(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
}

{
  // the values of a drawing, and the script that shows them, come when a reader first asks for them
  const loading = {};
  const load = (address) => loading[address] ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", done);
    script.addEventListener("error", failed);
    document.head.append(script);
  });
  const shower = document.querySelector('script[src*="book.js"]').src.replace(/book\.js.*/, "values.js");
  const word = (text, name) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = name;
    made.textContent = text;
    return made;
  };
  // `after` is what the bar of the values is put before
  const offer = (frame, image, button, after) => {
    const address = image.getAttribute("src").replace(/(\.narrow)?\.svg$/, "");
    let attached = null;
    const attach = () => attached ??= Promise.all([load(shower), load(`${address}.values.js`)]).then(
      () => window.attachValues(frame, image, button, after, window.figureValues[address.replace(/.*\//, "")]),
    );
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => attach().then((shown) => shown.toggle()));
    for (const kind of ["pointerenter", "click"]) {
      frame.addEventListener(kind, (event) => attach().then((shown) => shown.point(event)), { once: true });
    }
  };

  for (const figure of document.querySelectorAll("figure.registered")) {
    const image = figure.querySelector("img");
    const frame = figure.querySelector(".drawing");
    const values = word("Values", "values");
    const button = word("Enlarge", "enlarge");
    button.addEventListener("click", () => {
      const dialog = document.createElement("dialog");
      dialog.className = "zoom";
      dialog.setAttribute("aria-label", "Enlarged figure");
      const bar = document.createElement("div");
      bar.className = "bar";
      const pane = document.createElement("div");
      pane.className = "pane";
      pane.tabIndex = 0;
      const sheet = document.createElement("div");
      sheet.className = "sheet";
      const large = new Image();
      large.src = image.src;
      large.alt = image.alt;
      const act = (text, does) => {
        const made = word(text, "");
        if (does) made.addEventListener("click", () => does(made));
        bar.append(made);
        return made;
      };
      act("Twice as large", (made) => { made.textContent = sheet.classList.toggle("twice") ? "Whole" : "Twice as large"; });
      const shown = act("Values");
      act("Close", () => dialog.close());
      sheet.append(large);
      pane.append(sheet);
      dialog.append(bar, pane);
      offer(sheet, large, shown, pane);
      dialog.addEventListener("close", () => { dialog.remove(); button.focus(); });
      document.body.append(dialog);
      dialog.showModal();
    });
    frame.after(button, values);
    offer(frame, image, values, button);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  const say = (word) => {
    button.textContent = word;
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  };
  // pages from a disk or without TLS may have no clipboard, or may not be allowed to use it
  const select = () => {
    getSelection().selectAllChildren(source);
    const copied = document.execCommand("copy");
    if (copied) getSelection().removeAllRanges();
    say(copied ? "Copied" : "Selected: press Ctrl+C");
  };
  if (navigator.clipboard) {
    navigator.clipboard.writeText(source.innerText.trim()).then(() => say("Copied"), select);
  } else {
    select();
  }
});

for (const field of document.querySelectorAll("input[data-filter]")) {
  const items = document.querySelectorAll(field.dataset.filter);
  field.closest("[hidden]")?.removeAttribute("hidden");
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const item of items) {
      const text = item.textContent.toLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
    }
  });
}

for (const form of document.querySelectorAll("form.list-filter")) {
  const items = [...document.querySelectorAll(form.dataset.items)];
  const show = () => {
    const words = form.querySelector("[data-words]").value.toLowerCase().split(/\s+/).filter(Boolean);
    const facets = [...form.querySelectorAll("select")].filter((field) => field.value);
    let count = 0;
    for (const item of items) {
      const text = item.textContent.toLowerCase();
      const fits = words.every((word) => text.includes(word))
        && facets.every((field) => item.dataset[field.dataset.facet] === field.value);
      item.hidden = !fits;
      count += fits;
    }
    form.querySelector("[data-count]").textContent = `${count} of ${items.length} ${form.dataset.noun}`;
  };
  form.hidden = false;
  form.querySelector("[data-count]").setAttribute("aria-live", "polite");
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
}
