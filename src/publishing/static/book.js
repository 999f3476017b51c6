// Theme, hover cards, enlarged figures, copy buttons of citations, filters of lists. Pages are complete without this script.
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
    card.textContent = link.dataset.card;
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

for (const figure of document.querySelectorAll("figure.registered")) {
  const image = figure.querySelector("img");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "enlarge";
  button.textContent = "Enlarge";
  button.addEventListener("click", () => {
    const dialog = document.createElement("dialog");
    dialog.className = "zoom";
    dialog.setAttribute("aria-label", "Enlarged figure");
    const bar = document.createElement("div");
    bar.className = "bar";
    const pane = document.createElement("div");
    pane.className = "pane";
    pane.tabIndex = 0;
    const large = new Image();
    large.src = image.src;
    large.alt = image.alt;
    const act = (word, does) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = word;
      made.addEventListener("click", () => does(made));
      bar.append(made);
    };
    act("Twice as large", (made) => { made.textContent = large.classList.toggle("twice") ? "Whole" : "Twice as large"; });
    act("Close", () => dialog.close());
    pane.append(large);
    dialog.append(bar, pane);
    dialog.addEventListener("close", () => { dialog.remove(); button.focus(); });
    document.body.append(dialog);
    dialog.showModal();
  });
  (figure.querySelector(".drawing") ?? image).after(button);
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
