// Copy buttons of citations, and the filter of lists. Pages are complete without this script.
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
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
}
