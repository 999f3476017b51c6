// The search: words in any language of the subject, over the index that the build writes (search-index.js).
(function (root, factory) {
  const find = factory();
  if (typeof module === "object") module.exports = find;
  else if (root.document.getElementById("search-form")) find.show(root.document, root.bookIndex, root.MiniSearch);
})(globalThis, function () {
  const HAN = /\p{Script=Han}+/gu;

  // Marks are dropped from Latin letters alone: in Cyrillic they tell й from и.
  function fold(text) {
    return text.normalize("NFKD").replace(/(\p{Script=Latin})\p{M}+/gu, "$1").normalize("NFC")
      .toLowerCase().replace(/ё/g, "е").replace(/[’'ʹʺ`·]/g, "");
  }

  // Chinese has no spaces: its words are found by their pairs of characters, and a lone character by itself.
  function pairs(run) {
    const letters = [...run];
    if (letters.length === 1) return letters;
    return letters.slice(1).map((letter, place) => letters[place] + letter);
  }

  function tokens(text, lone) {
    const folded = fold(text);
    const found = folded.replace(HAN, " ").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    for (const [run] of folded.matchAll(HAN)) {
      found.push(...pairs(run));
      if (lone && run.length > 1) found.push(...run);
    }
    return found;
  }

  function prepare(index, MiniSearch) {
    const engine = new MiniSearch({
      fields: ["title", "names", "text"],
      tokenize: (text) => tokens(text, true),
      processTerm: (term) => term,
      searchOptions: {
        tokenize: (text) => tokens(text, false),
        boost: { title: 3, names: 1.5 },
        prefix: (term) => term.length > 2,
        fuzzy: (term) => (term.length > 4 && !/\d/.test(term) ? 0.2 : false),
        weights: { fuzzy: 0.2, prefix: 0.5 },
      },
    });
    const records = index.records.map(([kind, title, page, href, text, named], id) => ({
      id, kind, title, page, href, text, forms: named.map((place) => index.names[place]),
    }));
    engine.addAll(records.map((record) => ({
      id: record.id,
      title: record.title,
      text: record.text,
      names: record.forms.flat().map(([form]) => form).join(" | "),
    })));
    return { engine, records };
  }

  // Records by kind, best first. A name leads when a form of it is what was asked for.
  function search({ engine, records }, query) {
    const asked = fold(query).trim();
    let hits = engine.search(query, { combineWith: "AND" });
    if (!hits.length) hits = engine.search(query, { combineWith: "OR" });
    const found = {};
    for (const hit of hits) {
      const record = records[hit.id];
      let score = hit.score;
      if (record.kind === "name") {
        const forms = record.forms[0].map(([form]) => fold(form));
        if (forms.includes(asked)) score += 1000;
        else if (forms.some((form) => form.startsWith(asked))) score += 500;
      }
      (found[record.kind] ??= []).push({ ...record, score, terms: hit.terms });
    }
    for (const kind of Object.keys(found)) found[kind].sort((one, other) => other.score - one.score || one.id - other.id);
    return found;
  }

  function excerpt(text, terms) {
    const folded = fold(text);
    const places = terms.map((term) => folded.indexOf(term)).filter((place) => place >= 0);
    const start = places.length ? Math.max(0, Math.min(...places) - 60) : 0;
    const from = start ? text.indexOf(" ", start) + 1 : 0;
    const cut = text.slice(from, from + 220);
    return (from ? "… " : "") + cut + (from + 220 < text.length ? " …" : "");
  }

  function show(document, index, MiniSearch) {
    const form = document.getElementById("search-form");
    const status = document.getElementById("search-status");
    const place = document.getElementById("search-results");
    const make = (tag, text, properties = {}) => Object.assign(document.createElement(tag), properties, { textContent: text });
    let prepared = null;

    function entry(record) {
      const item = make("li", "");
      item.append(make("a", record.title, { href: record.href }));
      if (record.page) item.append(make("span", ` ${record.page}`, { className: "found-on" }));
      if (record.kind === "name") {
        for (const [text, language] of record.forms[0].slice(1)) {
          item.append(" · ", make("span", text, { lang: language, title: index.languages[language] }));
        }
      }
      if (record.text) item.append(make("p", excerpt(record.text, record.terms)));
      return item;
    }

    function run(query) {
      place.replaceChildren();
      status.textContent = "";
      if (!query.trim()) return;
      prepared ??= prepare(index, MiniSearch);
      const found = search(prepared, query);
      let count = 0;
      for (const [kind, title] of Object.entries(index.kinds)) {
        const hits = found[kind] ?? [];
        if (!hits.length) continue;
        count += hits.length;
        const section = make("section", "", { className: `found-${kind}` });
        section.append(make("h2", `${title} (${hits.length})`));
        const first = make("ul", "");
        first.append(...hits.slice(0, 8).map(entry));
        section.append(first);
        if (hits.length > 8) {
          const more = make("details", "");
          more.append(make("summary", `${hits.length - 8} more`));
          more.addEventListener("toggle", () => {
            if (more.querySelector("ul")) return;
            const rest = make("ul", "");
            rest.append(...hits.slice(8).map(entry));
            more.append(rest);
          });
          section.append(more);
        }
        place.append(section);
      }
      status.textContent = count ? `${count} found for “${query}”` : `Nothing found for “${query}”`;
    }

    const field = form.elements.q;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const address = new URL(document.location);
      address.searchParams.set("q", field.value);
      try { document.defaultView.history.replaceState(null, "", address); } catch { /* a page from a disk may not */ }
      run(field.value);
    });
    field.value = new URLSearchParams(document.location.search).get("q") ?? "";
    run(field.value);
  }

  return { fold, tokens, prepare, search, excerpt, show };
});
